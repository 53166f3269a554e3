import {Component, onWillUnmount, useEffect} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const INTERVAL = 1500;

/**
 * Shows how far an import is and reads the record again while the server works on it, so that
 * whoever waits sees the numbers grow without a click.
 */
export class ImportProgress extends Component {
    static template = "bzk_base.ImportProgress";
    static props = {...standardWidgetProps};

    setup() {
        this.timer = null;
        useEffect(
            (busy) => {
                this.stop();
                if (busy) {
                    this.timer = setInterval(() => this.refresh(), INTERVAL);
                }
            },
            () => [this.busy],
        );
        onWillUnmount(() => this.stop());
    }

    get busy() {
        return ["checking", "importing"].includes(this.props.record.data.state);
    }

    get percentage() {
        return Math.round(this.props.record.data.progress);
    }

    async refresh() {
        if (!(await this.props.record.isDirty())) {
            await this.props.record.load();
        }
    }

    stop() {
        clearInterval(this.timer);
        this.timer = null;
    }
}

registry.category("view_widgets").add("bzk_import_progress", {
    component: ImportProgress,
    fieldDependencies: [
        {name: "state", type: "selection"},
        {name: "progress", type: "float"},
        {name: "row_count", type: "integer"},
    ],
});
