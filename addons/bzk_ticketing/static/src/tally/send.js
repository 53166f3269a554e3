import {browser} from "@web/core/browser/browser";
import {ConnectionAbortedError, ConnectionLostError} from "@web/core/network/rpc";

/** Milliseconds after which a line that says nothing counts as lost. */
const PATIENCE = 10000;

/**
 * Call the server about an activity, and give up in time: on a bad line a request may hang for
 * minutes, and everything behind it with it.
 *
 * @param {Object} orm the orm service
 * @param {string} method of event.event
 * @param {Array} args
 * @throws {ConnectionLostError} also when it took too long
 */
export async function callInTime(orm, method, args) {
    const request = orm.silent.call("event.event", method, args);
    const timer = browser.setTimeout(() => request.abort?.(), PATIENCE);
    try {
        return await request;
    } catch (error) {
        throw error instanceof ConnectionAbortedError ? new ConnectionLostError() : error;
    } finally {
        browser.clearTimeout(timer);
    }
}

/** Send what one screen counted; whatever was counted meanwhile stays for the next time. */
export async function sendTally(orm, store, device) {
    const numbers = store.copy();
    const page = await callInTime(orm, "tally_send", [
        store.eventId,
        device,
        numbers,
        store.revision,
    ]);
    store.confirm(numbers, page);
}
