/** Types of the items and sub-items of association PDUs (PS3.8 §9.3.2, annex D; PS3.7 §D.3.3). */

export const ITEM_TYPE = {
  applicationContext: 0x10,
  proposedContext: 0x20,
  contextResult: 0x21,
  abstractSyntax: 0x30,
  transferSyntax: 0x40,
  userInformation: 0x50,
} as const

export const USER_ITEM = {
  maxLength: 0x51,
  implementationClassUid: 0x52,
  asyncOperations: 0x53,
  roleSelection: 0x54,
  implementationVersionName: 0x55,
  extendedNegotiation: 0x56,
  commonExtendedNegotiation: 0x57,
  userIdentity: 0x58,
  userIdentityReply: 0x59,
} as const
