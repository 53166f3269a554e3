import {registry} from "@web/core/registry";
import {
    Many2ManyCheckboxesField,
    many2ManyCheckboxesField,
} from "@web/views/fields/many2many_checkboxes/many2many_checkboxes_field";
import {_t} from "@web/core/l10n/translation";
const {Info} = luxon;

const PARTS = 3;

/**
 * Availability as people point it out: a week with mornings, afternoons and evenings. One tap puts
 * a part of a day on or off. The parts come in order, day by day.
 */
export class WeekField extends Many2ManyCheckboxesField {
    static template = "bzk_taalplein.WeekField";

    get days() {
        return Info.weekdays("short");
    }

    get rows() {
        return [_t("Morning"), _t("Afternoon"), _t("Evening")].map((label, part) => ({
            label,
            items: this.items.filter((_item, place) => place % PARTS === part),
        }));
    }

    isChosen(item) {
        if (this.idsToAdd.has(item[0])) {
            return true;
        }
        return !this.idsToRemove.has(item[0]) && this.isSelected(item);
    }

    toggle(item) {
        this.onChange(item[0], !this.isChosen(item));
        this.render();
    }
}

registry.category("fields").add("bzk_week", {
    ...many2ManyCheckboxesField,
    component: WeekField,
    displayName: _t("Week"),
});
