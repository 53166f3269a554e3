import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

const MOST = 10;

/**
 * Remembers which customers were opened last in this browser, by id only: who they are is asked
 * again each time, so nothing personal stays behind and nothing is shown that may not be seen.
 */
export const recentCustomers = {
    start(env) {
        const key = () => `bzk_recent_customers_${user.userId}_${user.activeCompany.id}`;

        function list() {
            try {
                const ids = JSON.parse(browser.localStorage.getItem(key()) || "[]");
                return Array.isArray(ids) ? ids.filter(Number.isInteger).slice(0, MOST) : [];
            } catch {
                return [];
            }
        }

        function add(id) {
            const ids = [id, ...list().filter((other) => other !== id)].slice(0, MOST);
            browser.localStorage.setItem(key(), JSON.stringify(ids));
        }

        env.bus.addEventListener("ACTION_MANAGER:UI-UPDATED", () => {
            const controller = env.services.action.currentController;
            const props = controller?.props || {};
            const resId = controller?.currentState?.resId || props.resId;
            if (props.resModel === "res.partner" && props.type === "form" && resId) {
                add(resId);
            }
        });
        return {list};
    },
};

registry.category("services").add("bzk_recent_customers", recentCustomers);
