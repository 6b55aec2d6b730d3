/** Reads the user information item (PS3.8 §9.3.2.3, annex D; PS3.7 §D.3.3). */
import type { ItemReader } from './item-reader.ts'
import { USER_ITEM } from './item-types.ts'
import type {
  AsyncOperations,
  CommonExtendedNegotiation,
  ExtendedNegotiation,
  RoleSelection,
  UserIdentity,
  UserInformation,
} from './pdu.ts'

interface Growing {
  maxPduBytes: number | undefined
  implementationClassUid: string
  implementationVersionName: string
  asyncOperations: AsyncOperations | undefined
  roles: RoleSelection[]
  extended: ExtendedNegotiation[]
  commonExtended: CommonExtendedNegotiation[]
  userIdentity: UserIdentity | undefined
  userIdentityReply: Uint8Array | undefined
}

export function noUserInformation(): UserInformation & Growing {
  return {
    maxPduBytes: undefined,
    implementationClassUid: '',
    implementationVersionName: '',
    asyncOperations: undefined,
    roles: [],
    extended: [],
    commonExtended: [],
    userIdentity: undefined,
    userIdentityReply: undefined,
  }
}

export function readUserInformation(reader: ItemReader): UserInformation {
  const information = noUserInformation()
  while (reader.left > 0) {
    const { type, content } = reader.item()
    READERS.get(type)?.(content, information)
  }
  return information
}

const READERS: ReadonlyMap<number, (content: ItemReader, information: Growing) => void> = new Map<
  number,
  (content: ItemReader, information: Growing) => void
>([
  [
    USER_ITEM.maxLength,
    (content, information) => {
      information.maxPduBytes = content.uint32()
    },
  ],
  [
    USER_ITEM.implementationClassUid,
    (content, information) => {
      information.implementationClassUid = content.restAsUid()
    },
  ],
  [
    USER_ITEM.implementationVersionName,
    (content, information) => {
      information.implementationVersionName = content.text(content.left).trim()
    },
  ],
  [
    USER_ITEM.asyncOperations,
    (content, information) => {
      information.asyncOperations = { maxInvoked: content.uint16(), maxPerformed: content.uint16() }
    },
  ],
  [
    USER_ITEM.roleSelection,
    (content, information) => {
      const sopClassUid = content.uid(content.uint16())
      information.roles.push({ sopClassUid, scu: content.uint8() === 1, scp: content.uint8() === 1 })
    },
  ],
  [
    USER_ITEM.extendedNegotiation,
    (content, information) => {
      const sopClassUid = content.uid(content.uint16())
      information.extended.push({ sopClassUid, information: content.bytes(content.left).slice() })
    },
  ],
  [
    USER_ITEM.commonExtendedNegotiation,
    (content, information) => {
      information.commonExtended.push(readCommonExtended(content))
    },
  ],
  [
    USER_ITEM.userIdentity,
    (content, information) => {
      const type = content.uint8()
      const wantsReply = content.uint8() === 1
      const primary = content.bytes(content.uint16()).slice()
      information.userIdentity = {
        type,
        wantsReply,
        primary,
        secondary: content.bytes(content.uint16()).slice(),
      }
    },
  ],
  [
    USER_ITEM.userIdentityReply,
    (content, information) => {
      information.userIdentityReply = content.bytes(content.uint16()).slice()
    },
  ],
])

function readCommonExtended(content: ItemReader): CommonExtendedNegotiation {
  const sopClassUid = content.uid(content.uint16())
  const serviceClassUid = content.uid(content.uint16())
  const relatedSopClassUids: string[] = []
  // The related classes may be left out altogether (PS3.7 table D.3-12).
  const end = content.left < 2 ? 0 : content.left - 2 - content.uint16()
  while (content.left > Math.max(0, end)) relatedSopClassUids.push(content.uid(content.uint16()))
  return { sopClassUid, serviceClassUid, relatedSopClassUids }
}
