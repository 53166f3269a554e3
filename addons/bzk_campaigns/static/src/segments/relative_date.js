import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {Expression} from "@web/core/tree_editor/condition_tree";
import {TreeEditor} from "@web/core/tree_editor/tree_editor";
import {Select} from "@web/core/tree_editor/tree_editor_components";
import {patch} from "@web/core/utils/patch";

/**
 * Rules of segments count from today ("today -6m"), so that they never grow old. The editor of
 * rules reads such a value as a date, and shows "Invalid DateTime": here it gets words.
 */
const RELATIVE = /^today(?: ([+-])(\d+)([dwmy]))?$/;

/** What can be chosen instead, besides what is there. */
const CHOICES = [
    "today",
    ..."1m 3m 6m 12m 18m 24m 36m 10y".split(" ").map((ago) => `today -${ago}`),
];

const AGO = {
    d: (number) => _t("%s days ago", number),
    w: (number) => _t("%s weeks ago", number),
    m: (number) => _t("%s months ago", number),
    y: (number) => _t("%s years ago", number),
};
const AHEAD = {
    d: (number) => _t("in %s days", number),
    w: (number) => _t("in %s weeks", number),
    m: (number) => _t("in %s months", number),
    y: (number) => _t("in %s years", number),
};

function isRelative(value) {
    return typeof value === "string" && RELATIVE.test(value);
}

function inWords(value) {
    const [, sign, number, unit] = value.match(RELATIVE);
    if (!sign) {
        return _t("today");
    }
    return (sign === "-" ? AGO : AHEAD)[unit](number).toString();
}

/** A value that is shown as it is said. */
class Words extends Expression {
    constructor(words) {
        super("0");
        this.words = words;
    }

    toString() {
        return this.words;
    }
}

patch(TreeEditor.prototype, {
    getValueEditorInfo(node) {
        if (!isRelative(node.value)) {
            return super.getValueEditorInfo(node);
        }
        const options = [...new Set([node.value, ...CHOICES])].map((value) => [
            value,
            inWords(value).toString(),
        ]);
        return {
            component: Select,
            extractProps: ({value, update}) => ({value, update, options}),
            isSupported: isRelative,
            defaultValue: () => node.value,
            stringify: inWords,
        };
    },
});

patch(registry.category("services").get("tree_processor"), {
    start() {
        const service = super.start(...arguments);
        const describe = service.makeGetConditionDescription;
        service.makeGetConditionDescription = async (...args) => {
            const description = await describe(...args);
            return (node) =>
                description(
                    isRelative(node.value)
                        ? {...node, value: new Words(inWords(node.value).toString())}
                        : node,
                );
        };
        return service;
    },
});
