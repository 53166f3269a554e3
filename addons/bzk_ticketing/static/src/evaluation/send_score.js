/* Sends the score that a link in a mail chose, once somebody looks at the page: programs that only
   follow links, to see where they lead, count nothing. Without this script the button does it. */
(function () {
    "use strict";
    const chosen = document.querySelector("button[data-send]");

    function send() {
        if (!chosen || document.visibilityState !== "visible") {
            return;
        }
        document.removeEventListener("visibilitychange", send);
        // Back from the next page shows the scores, and sends nothing by itself.
        window.history.replaceState(null, "", window.location.pathname);
        chosen.form.requestSubmit(chosen);
    }

    document.addEventListener("visibilitychange", send);
    send();
})();
