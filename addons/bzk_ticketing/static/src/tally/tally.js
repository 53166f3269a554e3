import {Component, onMounted, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {callInTime, sendTally} from "./send";
import {deviceName, TallyStore} from "./tally_store";
import {useAwake} from "./use_awake";
import {WalkIn} from "./walk_in";

/** Milliseconds: after a touch, between two looks at the other screens, and at most without a line. */
const SOON = 700;
const REGULARLY = 15000;
const AT_MOST = 30000;

/**
 * Counts visitors at the door with one hand. The numbers live in the browser; the server is told
 * whenever it can be reached, and tells what the other screens counted.
 */
export class Tally extends Component {
    static template = "bzk_ticketing.Tally";
    static components = {WalkIn};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.device = deviceName();
        this.eventId = this.props.action.context.active_id;
        this.store = useState(new TallyStore(this.eventId));
        this.state = useState({panel: null, problem: "", estimate: ""});
        this.timer = null;
        this.pause = REGULARLY;
        useAwake();
        onWillStart(() => this.start());
        const again = () => this.plan(0);
        const otherTab = (ev) => ev.key === this.store.key && this.store.load();
        onMounted(() => {
            this.store.setOpen(true);
            browser.addEventListener("online", again);
            browser.addEventListener("storage", otherTab);
            this.plan(this.store.unsent ? 0 : REGULARLY);
        });
        onWillUnmount(() => {
            browser.removeEventListener("online", again);
            browser.removeEventListener("storage", otherTab);
            browser.clearTimeout(this.timer);
            this.store.setOpen(false);
            this.closed = true;
        });
    }

    get page() {
        return this.store.page;
    }

    get rows() {
        return [...this.page.groups, ["", _t("Age not asked")]];
    }

    get visitors() {
        return this.store.total + this.page.others + this.page.checked_in;
    }

    async start() {
        try {
            const args = [this.eventId, this.device];
            this.store.adopt(await callInTime(this.orm, "tally_state", args));
        } catch (error) {
            // Without a line the screen goes on with what it knew; without that there is nothing.
            if (!(error instanceof ConnectionLostError) || !this.page) {
                throw error;
            }
        }
    }

    // ------------------------------------------------------------------ counting
    add(group, by) {
        const number = this.store.number("counted", group) + by;
        if (this.store.set("counted", group, number)) {
            browser.navigator.vibrate?.(by > 0 ? 15 : [10, 40, 10]);
            this.plan(SOON);
        }
    }

    undo() {
        if (this.store.undo()) {
            browser.navigator.vibrate?.([10, 40, 10]);
            this.plan(SOON);
        }
    }

    openEstimate() {
        this.state.estimate = String(this.store.estimated || "");
        this.state.panel = "estimate";
    }

    saveEstimate() {
        const number = Math.min(parseInt(this.state.estimate) || 0, 100000);
        this.store.set("estimated", "", Math.max(number, 0));
        this.state.panel = null;
        this.plan(0);
    }

    /** Somebody who was counted left a name and is checked in now: they are one person. */
    onWalkIn({alreadyCounted}) {
        const last = this.store.steps.findLast((step) => step.method === "counted");
        if (alreadyCounted && last) {
            this.add(last.group, -1);
        }
        this.plan(0);
    }

    // ------------------------------------------------------------------ sending
    plan(delay) {
        browser.clearTimeout(this.timer);
        if (!this.closed) {
            this.timer = browser.setTimeout(() => this.send(), delay);
        }
    }

    async send() {
        if (this.sending) {
            this.sendAgain = true;
            return;
        }
        this.sending = true;
        this.sendAgain = false;
        try {
            await sendTally(this.orm, this.store, this.device);
            this.state.problem = "";
            this.pause = REGULARLY;
        } catch (error) {
            const lost = error instanceof ConnectionLostError;
            this.state.problem = lost ? "" : error.data?.message || error.message;
            this.pause = this.store.unsent ? Math.min(this.pause * 2, AT_MOST) : REGULARLY;
        }
        this.sending = false;
        this.plan(this.sendAgain ? SOON : this.pause);
    }

    close() {
        if (this.env.config.breadcrumbs?.length > 1) {
            this.action.restore();
        } else {
            this.action.doAction("bzk_ticketing.action_today", {clearBreadcrumbs: true});
        }
    }
}

registry.category("actions").add("bzk_ticketing.tally", Tally);
