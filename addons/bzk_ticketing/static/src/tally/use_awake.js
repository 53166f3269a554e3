import {onMounted, onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";

/** Keep the screen on while the component is there, in browsers that can. */
export function useAwake() {
    let lock = null;
    const ask = async () => {
        if (document.visibilityState !== "visible" || !browser.navigator.wakeLock) {
            return;
        }
        try {
            lock = await browser.navigator.wakeLock.request("screen");
        } catch {
            // A nearly empty battery may refuse it: counting goes on.
        }
    };
    onMounted(() => {
        ask();
        document.addEventListener("visibilitychange", ask);
    });
    onWillUnmount(() => {
        document.removeEventListener("visibilitychange", ask);
        lock?.release();
    });
}
