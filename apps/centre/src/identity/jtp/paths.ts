/** Addresses of the portal that JTP and browsers on their way from and to it know. */
export const BEGIN = '/sign-in/jtp'
export const CALLBACK = '/sign-in/jtp/callback'
/** Of SAML. */
export const METADATA = '/sign-in/jtp/metadata'
export const ASSERTION_CONSUMER = '/sign-in/jtp/assertion'
export const SINGLE_LOGOUT = '/sign-in/jtp/single-logout'
/** Of OpenID Connect. */
export const BACK_CHANNEL_LOGOUT = '/sign-in/jtp/back-channel-logout'
