import {Component, onWillStart, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {DeskSearch} from "./desk_search";

/** The desk as a screen; coming back to it, what was typed is still there. */
export class Desk extends Component {
    static template = "bzk_customer.Desk";
    static components = {DeskSearch, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.display = {controlPanel: {}};
        this.text = this.props.state?.text || "";
        useSetupAction({getLocalState: () => ({text: this.text})});
    }

    keep(text) {
        this.text = text;
    }
}

/** The same box above whatever one is at. */
export class DeskDialog extends Component {
    static template = "bzk_customer.DeskDialog";
    static components = {DeskSearch, Dialog};
    static props = {close: Function};
}

/** Opens the box from every screen, also with the keyboard. */
export class DeskSystray extends Component {
    static template = "bzk_customer.DeskSystray";
    static props = {};

    setup() {
        this.dialog = useService("dialog");
        this.state = useState({open: false});
        onWillStart(async () => {
            this.isStaff = await user.hasGroup("bzk_base.group_staff");
        });
        useHotkey("alt+shift+k", () => this.open(), {global: true, bypassEditableProtection: true});
    }

    open() {
        if (this.isStaff && !this.state.open) {
            this.state.open = true;
            this.dialog.add(DeskDialog, {}, {onClose: () => (this.state.open = false)});
        }
    }
}

registry.category("actions").add("bzk_desk", Desk);
registry.category("systray").add("bzk_customer.desk", {Component: DeskSystray}, {sequence: 110});
