import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {formatDate, deserializeDate} from "@web/core/l10n/dates";
import {user} from "@web/core/user";
import {KeepLast} from "@web/core/utils/concurrency";
import {useAutofocus, useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";

const DELAY = 150;
const LINES = 20;

/**
 * The one box of the desk: finds a customer by whatever they say or show, while one types. Arrows
 * and Enter open a customer; with an empty box the customers who were open last are shown.
 */
export class DeskSearch extends Component {
    static template = "bzk_customer.DeskSearch";
    static props = {
        text: {type: String, optional: true},
        onText: {type: Function, optional: true},
        onLeave: {type: Function, optional: true},
    };
    static defaultProps = {text: "", onText: () => {}, onLeave: () => {}};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.recent = useService("bzk_recent_customers");
        this.keepLast = new KeepLast();
        this.input = useAutofocus({refName: "input", selectAll: true});
        this.list = useRef("list");
        this.state = useState({
            text: this.props.text,
            asked: null,
            lines: [],
            near: [],
            more: false,
            chosen: 0,
            busy: false,
        });
        this.searchSoon = useDebounced(() => this.search(), DELAY);
        onWillStart(async () => {
            [this.mayCreate, this.mayCount] = await Promise.all([
                user.checkAccessRight("res.partner", "create"),
                user.checkAccessRight("bzk.contact.moment", "create"),
            ]);
            await this.search();
        });
        useEffect(
            () => {
                this.list.el?.querySelector(".active")?.scrollIntoView({block: "nearest"});
            },
            () => [this.state.chosen],
        );
    }

    get choices() {
        return [...this.state.lines, ...this.state.near];
    }

    /** Whether the last answer is about what is in the box now. */
    get answered() {
        return this.state.asked === this.state.text.trim();
    }

    async search() {
        const text = this.state.text.trim();
        this.state.busy = true;
        const answer = await this.keepLast.add(this.ask(text));
        Object.assign(this.state, {
            asked: text,
            lines: answer.lines.map(prepared),
            near: answer.near.map(prepared),
            more: answer.more,
            chosen: 0,
            busy: false,
        });
    }

    async ask(text) {
        if (text) {
            return this.orm.silent.call("res.partner", "desk_search", [text, LINES]);
        }
        const ids = this.recent.list();
        const lines = ids.length
            ? await this.orm.silent.call("res.partner", "desk_lines", [ids])
            : [];
        return {lines, near: [], more: false};
    }

    onInput() {
        this.props.onText(this.state.text);
        this.searchSoon();
    }

    async onKeydown(ev) {
        const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5};
        if (ev.key in steps) {
            ev.preventDefault();
            const last = this.choices.length - 1;
            this.state.chosen = Math.max(0, Math.min(last, this.state.chosen + steps[ev.key]));
        } else if (ev.key === "Enter" && !ev.isComposing) {
            ev.preventDefault();
            // Whoever types fast, or a scanner, is ahead of the answer.
            if (!this.answered) {
                this.searchSoon.cancel();
                await this.search();
            }
            const line = this.choices[this.state.chosen];
            if (line) {
                this.open(line, ev.ctrlKey);
            }
        } else if (ev.key === "Escape" && this.state.text) {
            ev.preventDefault();
            ev.stopPropagation();
            this.clear();
        }
    }

    clear() {
        this.state.text = "";
        this.onInput();
        this.input.el.focus();
    }

    async open(line, newWindow = false) {
        const action = await this.orm.call("res.partner", "desk_open", [[line.id]]);
        await this.action.doAction(action, {newWindow});
        this.props.onLeave();
    }

    async create() {
        const action = await this.orm.call("res.partner", "desk_new", [this.state.text]);
        await this.action.doAction(action);
        this.props.onLeave();
    }

    async countVisitor() {
        await this.action.doAction("bzk_customer.action_unknown_visitor");
        this.props.onLeave();
    }
}

function prepared(line) {
    const born = line.birthdate && formatDate(deserializeDate(line.birthdate));
    return {...line, born};
}
