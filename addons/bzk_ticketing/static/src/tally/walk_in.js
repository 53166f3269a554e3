import {Component, onMounted, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {useService} from "@web/core/utils/hooks";
import {callInTime} from "./send";

/** Takes the address of a visitor without a ticket, over the screen that counts. */
export class WalkIn extends Component {
    static template = "bzk_ticketing.WalkIn";
    static props = {
        eventId: Number,
        purposes: Array,
        canTakeBack: Boolean,
        onDone: Function,
        onClose: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.email = useRef("email");
        this.state = useState(this.empty());
        onMounted(() => this.email.el.focus());
    }

    empty() {
        return {
            email: "",
            firstname: "",
            lastname: "",
            chosen: {},
            alreadyCounted: false,
            wrong: {},
            problem: "",
            busy: false,
            last: "",
        };
    }

    async save() {
        const state = this.state;
        if (state.busy) {
            return;
        }
        state.busy = true;
        state.problem = "";
        const chosen = this.props.purposes.filter((purpose) => state.chosen[purpose.id]);
        try {
            const answer = await callInTime(this.orm, "tally_walk_in", [
                this.props.eventId,
                state.firstname,
                state.lastname,
                state.email,
                chosen.map((purpose) => purpose.id),
            ]);
            state.wrong = answer.wrong;
            if (!Object.keys(answer.wrong).length) {
                this.props.onDone({alreadyCounted: state.alreadyCounted});
                Object.assign(state, this.empty(), {last: answer.name});
                this.email.el.focus();
            }
        } catch (error) {
            // What was typed stays, to be sent when the line is back.
            state.problem =
                error instanceof ConnectionLostError
                    ? _t("No connection. What you typed stays here: try again in a moment.")
                    : error.data?.message || error.message;
        } finally {
            state.busy = false;
        }
    }
}
