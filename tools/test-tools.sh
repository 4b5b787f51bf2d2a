#!/bin/sh
# Run a command with a browser for its tests: CHROMIUM names it, or is empty.
# As root on Debian a missing one is installed; BROWSER=no leaves those tests out.
set -eu
CHROMIUM=
if [ "${BROWSER:-auto}" != no ]; then
    # The shell without a window of its own takes a third less of the processor.
    found() { command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome || true; }
    CHROMIUM=$(found)
    if [ -z "$CHROMIUM" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        install="apt-get install -qq -y --no-install-recommends"
        { apt-get update -qq && export DEBIAN_FRONTEND=noninteractive \
            && { $install chromium-headless-shell || $install chromium; }; } >/dev/null 2>&1 || true
        CHROMIUM=$(found)
    fi
fi
export CHROMIUM
status=0
"$@" || status=$?
if [ -z "$CHROMIUM" ] && [ "${BROWSER:-auto}" != no ]; then
    echo "Không có Chromium nên các kiểm thử trên trình duyệt đã bị bỏ lại. Hãy cài chromium, hoặc chạy BROWSER=no make test." >&2
    [ "$status" != 0 ] || status=1
fi
exit "$status"
