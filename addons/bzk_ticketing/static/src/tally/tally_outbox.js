import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {sendTally} from "./send";
import {deviceName, keptTallies} from "./tally_store";

/** Milliseconds that numbers which were sent are kept in the browser. */
const KEPT = 14 * 24 * 3600 * 1000;

/**
 * Sends what was counted without a line and never sent, because the screen was closed before the
 * line came back: whenever the web client opens, and when the line returns.
 */
export const tallyOutbox = {
    dependencies: ["orm"],
    start(env, {orm}) {
        const send = async () => {
            for (const store of keptTallies()) {
                if (store.open) {
                    continue;
                }
                if (!store.unsent) {
                    if (Date.now() - store.savedAt > KEPT) {
                        store.forget();
                    }
                    continue;
                }
                try {
                    await sendTally(orm, store, deviceName());
                } catch {
                    // Kept until the next time; the screen itself tells what is wrong.
                }
            }
        };
        browser.addEventListener("online", send);
        send();
    },
};

registry.category("services").add("bzk_tally_outbox", tallyOutbox);
