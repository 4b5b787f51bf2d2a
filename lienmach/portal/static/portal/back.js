/* This page answered a form, and no browser may keep it. Whoever comes back to it by the
   arrow is to find the page of its address, not «resend the form» or a cache that missed. */
history.replaceState(null, "", location.href);
