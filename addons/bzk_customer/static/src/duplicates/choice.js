/**
 * What a data steward chose for one pair: who stays, and from whom each part comes.
 *
 * A part comes from who stays, or from the other where there is nothing, until it was chosen.
 */
export class Choice {
    constructor(pair) {
        this.pair = pair;
        this.sideIds = pair.sides.map((side) => side.id);
        this.rows = pair.rows.filter((row) => !row.same);
        this.targetId = pair.target_id;
        this.picked = {};
        /** Index of the row in hand; -1 is the heading, where one chooses who stays. */
        this.focus = this.rows.length ? 0 : -1;
    }

    /** Index of the side that a differing row is taken from. */
    sideOf(row) {
        if (row.key in this.picked) {
            return this.picked[row.key];
        }
        const target = this.sideIds.indexOf(this.targetId);
        return row.values[target] ? target : 1 - target;
    }

    pick(row, side) {
        this.picked[row.key] = side;
        this.focus = this.rows.findIndex((other) => other.key === row.key);
    }

    keep(side) {
        this.targetId = this.sideIds[side];
        this.focus = -1;
    }

    /** Choose a side for what is in hand. */
    choose(side) {
        if (this.focus < 0) {
            this.keep(side);
        } else {
            this.pick(this.rows[this.focus], side);
        }
    }

    move(step) {
        this.focus = Math.min(Math.max(this.focus + step, -1), this.rows.length - 1);
    }

    /** Ids of the customers from whom the differing parts come, by part. */
    get result() {
        return Object.fromEntries(
            this.rows.map((row) => [row.key, this.sideIds[this.sideOf(row)]]),
        );
    }
}
