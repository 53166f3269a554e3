import {browser} from "@web/core/browser/browser";

const DEVICE_KEY = "bzk_tally_device";
const PREFIX = "bzk_tally_of_";
const STEPS_KEPT = 100;

/** Name of this screen: made once, so that it always counts on its own line. */
export function deviceName() {
    let name = browser.localStorage.getItem(DEVICE_KEY);
    if (!name) {
        const random = crypto.getRandomValues(new Uint32Array(3));
        name = "screen-" + [...random].map((part) => part.toString(36)).join("");
        browser.localStorage.setItem(DEVICE_KEY, name);
    }
    return name;
}

/** What this browser keeps of all activities it counted at. */
export function keptTallies() {
    return Object.keys(browser.localStorage)
        .filter((key) => key.startsWith(PREFIX))
        .map((key) => new TallyStore(parseInt(key.slice(PREFIX.length))));
}

/** Activities that are on the screen: those send by themselves. */
const OPEN = new Set();

function emptyNumbers() {
    return {counted: {}, estimated: {}};
}

function sum(numbers) {
    return Object.values(numbers)
        .flatMap((byGroup) => Object.values(byGroup))
        .reduce((total, number) => total + number, 0);
}

/**
 * What this screen counted at one activity. It is kept in the browser with every touch, so that a
 * reload or an empty battery loses nothing, and is always sent whole.
 *
 * `page` is what the server last told about the activity: enough to go on without a line.
 */
export class TallyStore {
    constructor(eventId) {
        this.eventId = eventId;
        this.key = PREFIX + eventId;
        this.load();
    }

    get open() {
        return OPEN.has(this.eventId);
    }

    setOpen(open) {
        OPEN[open ? "add" : "delete"](this.eventId);
    }

    forget() {
        browser.localStorage.removeItem(this.key);
    }

    load() {
        let kept = null;
        try {
            kept = JSON.parse(browser.localStorage.getItem(this.key));
        } catch {
            // Whatever else is there is not ours, and is replaced with the first touch.
        }
        this.numbers = kept?.numbers || emptyNumbers();
        this.sent = kept?.sent || emptyNumbers();
        this.revision = kept?.revision || 0;
        this.steps = kept?.steps || [];
        this.page = kept?.page || null;
        this.savedAt = kept?.savedAt || 0;
    }

    save() {
        const {numbers, sent, revision, steps, page} = this;
        const kept = {numbers, sent, revision, steps, page, savedAt: Date.now()};
        browser.localStorage.setItem(this.key, JSON.stringify(kept));
    }

    number(method, group) {
        return this.numbers[method][group] || 0;
    }

    get total() {
        return sum(this.numbers);
    }

    get estimated() {
        return this.number("estimated", "");
    }

    /** How many people the server does not know about yet, or has too many. */
    get unsent() {
        let people = 0;
        for (const method of Object.keys(this.numbers)) {
            const groups = new Set([
                ...Object.keys(this.numbers[method]),
                ...Object.keys(this.sent[method] || {}),
            ]);
            for (const group of groups) {
                people += Math.abs(this.number(method, group) - (this.sent[method]?.[group] || 0));
            }
        }
        return people;
    }

    /** Set a number, and remember how to take it back. */
    set(method, group, number) {
        const before = this.number(method, group);
        if (number < 0 || number === before) {
            return false;
        }
        this.steps.push({method, group, before});
        this.steps.splice(0, this.steps.length - STEPS_KEPT);
        this.put(method, group, number);
        return true;
    }

    undo() {
        const step = this.steps.pop();
        if (step) {
            this.put(step.method, step.group, step.before);
        }
        return step;
    }

    put(method, group, number) {
        this.numbers[method][group] = number;
        this.revision++;
        this.save();
    }

    /** The numbers as they are now, to be sent while counting goes on. */
    copy() {
        return JSON.parse(JSON.stringify(this.numbers));
    }

    /** The server has what was sent, and tells what others counted. */
    confirm(numbers, page) {
        this.sent = numbers;
        this.page = {...this.page, ...page};
        this.save();
    }

    /**
     * Begin with what the server has of this screen, when it has something newer: another tab
     * counted on, or what the browser kept was cleared.
     */
    adopt(page) {
        if (page.revision > this.revision || (!this.revision && sum(page.own))) {
            this.numbers = {...emptyNumbers(), ...JSON.parse(JSON.stringify(page.own))};
            this.revision = page.revision;
            this.steps = [];
        }
        this.sent = {...emptyNumbers(), ...page.own};
        this.page = page;
        this.save();
    }
}
