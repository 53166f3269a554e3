import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * A mail in a frame of its own, as wide as a phone or a screen. Nothing in it runs, and it reaches
 * nothing of the page around it.
 */
export class MailPreviewField extends Component {
    static template = "bzk_campaigns.MailPreviewField";
    static props = {...standardFieldProps};

    get html() {
        return (this.props.record.data[this.props.name] || "").toString();
    }

    get width() {
        return this.props.record.data.width || "computer";
    }

    get title() {
        return _t("The mail as its reader sees it");
    }
}

registry.category("fields").add("bzk_mail_preview", {
    component: MailPreviewField,
    supportedTypes: ["html"],
});
