import {ImportProgress} from "@bzk_base/import_progress/import_progress";
import {registry} from "@web/core/registry";

/**
 * Shows how far a synchronisation is and reads the record again while the server works on it.
 */
export class ConnectionProgress extends ImportProgress {
    static template = "bzk_ticketing.ConnectionProgress";

    get busy() {
        return this.props.record.data.state === "busy";
    }
}

registry.category("view_widgets").add("bzk_connection_progress", {
    component: ConnectionProgress,
    fieldDependencies: [
        {name: "state", type: "selection"},
        {name: "activity_count", type: "integer"},
        {name: "order_count", type: "integer"},
    ],
});
