import {markRaw} from "@odoo/owl";
import {RPCError} from "@web/core/network/rpc";
import {Mutex} from "@web/core/utils/concurrency";
import {Choice} from "./choice";

const MODEL = "bzk.duplicate";
/** Pairs that are asked for at a time, and the number up to which more are asked for. */
const BATCH = 20;
const LOW = 8;

/**
 * The pairs that wait for a data steward, one after the other.
 *
 * A decision shows the next pair at once and is saved behind it, each after the one before. Pairs
 * are fetched ahead. Who was merged may be in other pairs too; those are fetched anew.
 */
export class WorkQueue {
    /**
     * @param {Object} orm the service itself: what was decided is saved though the screen closes
     * @param {Object} options
     * @param {Number[]} [options.pairIds] only these pairs
     * @param {Function} options.onRefused called with a message for the steward
     */
    constructor(orm, {pairIds, onRefused}) {
        this.orm = markRaw(orm);
        this.saving = markRaw(new Mutex());
        this.fetching = markRaw(new Mutex());
        this.pairIds = pairIds ?? null;
        this.onRefused = onRefused;
        this.outcome = false;
        this.current = null;
        this.choice = null;
        this.next = [];
        this.skipped = [];
        this.history = [];
        this.unsaved = [];
        this.saves = 0;
        this.left = {certain: 0, likely: 0};
        this.decided = 0;
        this.round = 0;
        this.loading = 0;
        this.undoing = false;
        this.outdated = false;
    }

    get total() {
        return this.left.certain + this.left.likely;
    }

    get waiting() {
        return this.undoing || (!this.current && this.loading + this.unsaved.length > 0);
    }

    get canDecide() {
        return Boolean(this.current) && !this.undoing;
    }

    get canUndo() {
        return this.history.length > 0 && !this.undoing;
    }

    /** Show only pairs of an outcome, or all of them. */
    async filter(outcome) {
        this.outcome = outcome;
        await this.restart();
    }

    /** Begin anew, also with the pairs that were skipped. */
    async restart() {
        this.round++;
        this.next = [];
        this.skipped = [];
        this.history = this.history.filter((entry) => entry.kind !== "skip");
        this.setCurrent(null);
        await this.fill();
    }

    setCurrent(pair) {
        this.current = pair;
        this.choice = pair && new Choice(pair);
    }

    /** See to it that a pair is shown and that others are at hand, also while saving goes on. */
    async fill() {
        const round = this.round;
        this.loading++;
        try {
            await this.fetching.exec(() => this.load(round));
        } finally {
            this.loading--;
        }
    }

    async load(round) {
        const known = [this.current, ...this.next].filter(Boolean);
        if (round !== this.round || (known.length > LOW && !this.outdated)) {
            return;
        }
        this.outdated = false;
        const unsaved = [...this.unsaved];
        const saves = this.saves;
        const {pairs, left} = await this.orm.call(MODEL, "work_load", [], {
            outcome: this.outcome,
            pair_ids: this.pairIds,
            exclude_ids: [...known, ...this.skipped, ...unsaved.map((entry) => entry.pair)].map(
                (pair) => pair.id,
            ),
            limit: BATCH,
        });
        if (round !== this.round) {
            return;
        }
        if (!unsaved.length && saves === this.saves) {
            this.left = left;
        }
        // Who is being merged may be someone else's double by the time it is done.
        const merging = [...unsaved, ...this.unsaved].filter((entry) => entry.kind !== "different");
        const present = [this.current, ...this.next, ...this.skipped].map((pair) => pair?.id);
        this.next.push(
            ...pairs.filter(
                (pair) =>
                    !present.includes(pair.id) &&
                    !merging.some((entry) => this.shares(entry.pair, pair)),
            ),
        );
        if (!this.current) {
            this.setCurrent(this.next.shift() || null);
        }
    }

    /** Make one customer of the pair, as it was chosen. */
    async merge() {
        const {targetId, result} = this.choice;
        await this.decide("merge", "work_merge", [targetId, result]);
    }

    /** These two are different people. */
    async different() {
        await this.decide("different", "action_different", []);
    }

    /** Leave the pair for later. */
    async skip() {
        this.skipped.push(this.current);
        this.history.push({kind: "skip", pair: this.current});
        await this.advance();
    }

    async decide(kind, method, args) {
        const pair = this.current;
        const entry = {kind, pair};
        this.history.push(entry);
        this.count(pair, 1);
        if (kind === "merge") {
            this.forgetSharing(pair);
        }
        const saved = this.save(entry, () =>
            this.orm.call(MODEL, method, [[pair.id], ...args]),
        ).then((done) => {
            if (!done) {
                this.history = this.history.filter((other) => other.pair.id !== pair.id);
                this.count(pair, -1);
            }
            // Refused pairs come back, and a merge may have set others free.
            this.outdated ||= !done || !this.next.length;
            return this.fill();
        });
        await Promise.all([saved, this.advance()]);
    }

    /** Take back the last decision, and so on, and show its pair again. */
    async undo() {
        const entry = this.history.pop();
        const {kind, pair} = entry;
        if (kind === "skip") {
            this.skipped = this.skipped.filter((other) => other.id !== pair.id);
            this.showAgain(pair);
            return;
        }
        this.undoing = true;
        let pairs = [];
        const undone = await this.save({kind: "undo", pair}, async () => {
            pairs = await this.orm.call(MODEL, "work_undo", [[pair.id]]);
        });
        this.undoing = false;
        if (!undone) {
            this.history.push(entry);
            return;
        }
        this.count(pair, -1);
        this.forgetSharing(pair);
        if (pairs.length) {
            this.showAgain(pairs[0]);
        }
        await this.fill();
    }

    /** Show a pair now and the present one after it. */
    showAgain(pair) {
        if (this.current && !this.shares(this.current, pair)) {
            this.next.unshift(this.current);
        }
        this.setCurrent(pair);
    }

    async advance() {
        this.setCurrent(this.next.shift() || null);
        await this.fill();
    }

    count(pair, step) {
        this.decided += step;
        this.left[pair.outcome] -= step;
    }

    shares(one, two) {
        return one.sides.some(({id}) => two.sides.some((side) => side.id === id));
    }

    forgetSharing(pair) {
        this.next = this.next.filter((other) => !this.shares(other, pair));
        this.skipped = this.skipped.filter((other) => !this.shares(other, pair));
    }

    /**
     * Save after whatever is being saved; a refusal is told to the steward.
     *
     * @returns {Promise<Boolean>} whether it was saved
     */
    async save(entry, task) {
        this.unsaved.push(entry);
        this.saves++;
        try {
            await this.saving.exec(task);
            return true;
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            this.onRefused(error.data?.message || error.message);
            return false;
        } finally {
            this.unsaved = this.unsaved.filter(({pair}) => pair.id !== entry.pair.id);
        }
    }

    /** Wait until everything is saved. */
    settled() {
        return this.saving.getUnlockedDef();
    }
}
