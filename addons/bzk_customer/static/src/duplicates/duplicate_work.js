import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {markDifference} from "./difference";
import {WorkQueue} from "./work_queue";

/**
 * Work screen for data stewards: two customers side by side, part by part, until somebody tells
 * whether they are one person.
 */
export class DuplicateWork extends Component {
    static template = "bzk_customer.DuplicateWork";
    static components = {Layout};
    static props = {...standardActionServiceProps};
    static path = "duplicates";

    setup() {
        this.action = useService("action");
        this.notification = useService("notification");
        this.table = useRef("table");
        this.display = {controlPanel: {}};
        this.env.config.setDisplayName(this.props.action.name || _t("Duplicates"));
        this.queue = useState(
            new WorkQueue(this.env.services.orm, {
                pairIds: this.props.action.params?.pair_ids,
                onRefused: (message) =>
                    this.notification.add(message, {
                        title: _t("Not saved"),
                        type: "danger",
                        sticky: true,
                    }),
            }),
        );
        this.filters = [
            {outcome: false, label: _t("All")},
            {outcome: "certain", label: _t("Certain")},
            {outcome: "likely", label: _t("Likely")},
        ];
        this.outcomes = {certain: _t("Certain"), likely: _t("Likely")};
        onWillStart(() => this.queue.fill());
        useSetupAction({
            beforeLeave: () => this.queue.settled(),
            beforeUnload: (ev) => this.queue.unsaved.length && ev.preventDefault(),
        });
        const deciding = {isAvailable: () => this.queue.canDecide};
        const moving = {...deciding, allowRepeat: true};
        useHotkey("arrowup", () => this.queue.choice.move(-1), moving);
        useHotkey("arrowdown", () => this.queue.choice.move(1), moving);
        useHotkey("arrowleft", () => this.queue.choice.choose(0), deciding);
        useHotkey("arrowright", () => this.queue.choice.choose(1), deciding);
        useHotkey("m", () => this.queue.merge(), deciding);
        useHotkey("n", () => this.queue.different(), deciding);
        useHotkey("s", () => this.queue.skip(), deciding);
        useHotkey("u", () => this.queue.undo(), {isAvailable: () => this.queue.canUndo});
        useEffect(
            () => {
                const row = this.table.el?.querySelector(".o_bzk_in_hand");
                row?.scrollIntoView({block: "nearest"});
            },
            () => [this.queue.current?.id, this.queue.choice?.focus],
        );
    }

    get pair() {
        return this.queue.current;
    }

    get names() {
        return this.pair ? this.pair.sides.map((side) => side.name).join(" — ") : "";
    }

    get decidedText() {
        return _t("%s decided just now", this.queue.decided);
    }

    get skippedText() {
        return _t("Look again at what you skipped (%s)", this.queue.skipped.length);
    }

    filterCount({outcome}) {
        return outcome ? this.queue.left[outcome] : this.queue.total;
    }

    isPhoto(row) {
        return row.key === "image_1920";
    }

    photo(side, size = 128) {
        return `/web/image/res.partner/${side.id}/avatar_${size}`;
    }

    isTaken(row, side) {
        return this.queue.choice.sideOf(row) === side;
    }

    isInHand(row) {
        const {rows, focus} = this.queue.choice;
        return rows[focus]?.key === row.key;
    }

    stays(side) {
        return this.queue.choice.targetId === this.pair.sides[side].id;
    }

    /** A value that both have, on one line. */
    oneLine(row) {
        return row.values[0].replaceAll("\n", ", ");
    }

    /** Lines of a value, each in pieces that say where it differs from the other side's. */
    lines(row, side) {
        const other = row.values[1 - side];
        const others = other.split("\n");
        return row.values[side]
            .split("\n")
            .map((line, index) =>
                other ? markDifference(line, others[index] ?? "") : [{text: line}],
            );
    }

    async openList() {
        await this.action.doAction("bzk_customer.action_duplicate");
    }
}

registry.category("actions").add("bzk_duplicate_work", DuplicateWork);
