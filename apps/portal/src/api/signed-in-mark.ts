/** Where the browser keeps (localStorage) that somebody has signed in: for the session, and for the page before it. */
export const SIGNED_IN_MARK = 'epacs-signed-in'
