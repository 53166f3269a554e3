/** Icons of the channels, wherever they are buttons. */
export const CHANNEL_ICONS = {
    desk: "fa-user",
    phone: "fa-phone",
    mail: "fa-envelope-o",
    visit: "fa-building-o",
    chat: "fa-comment-o",
};
