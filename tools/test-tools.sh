#!/bin/sh
# Run a command with a browser for its tests: CHROMIUM names it, or is empty.
# As root on Debian a missing one is installed; BROWSER=no leaves those tests out.
set -eu
CHROMIUM=
if [ "${BROWSER:-auto}" != no ]; then
    CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
    if [ -z "$CHROMIUM" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
            --no-install-recommends chromium; } >/dev/null 2>&1 || true
        CHROMIUM=$(command -v chromium || true)
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
