/** Writes the sub-items of the user information item (PS3.8 annex D, PS3.7 §D.3.3), in ascending order of their types. */
import { USER_ITEM } from './item-types.ts'
import type { ItemWriter } from './item-writer.ts'
import type { UserInformation } from './pdu.ts'

export function writeUserInformation(writer: ItemWriter, user: UserInformation): void {
  const { maxPduBytes, asyncOperations, userIdentity, userIdentityReply } = user
  if (maxPduBytes !== undefined) writer.item(USER_ITEM.maxLength, () => writer.uint32(maxPduBytes))
  writer.item(USER_ITEM.implementationClassUid, () => writer.text(user.implementationClassUid))
  if (asyncOperations !== undefined) {
    writer.item(USER_ITEM.asyncOperations, () => {
      writer.uint16(asyncOperations.maxInvoked)
      writer.uint16(asyncOperations.maxPerformed)
    })
  }
  for (const { sopClassUid, scu, scp } of user.roles) {
    writer.item(USER_ITEM.roleSelection, () => {
      writer.countedText(sopClassUid)
      writer.uint8(scu ? 1 : 0)
      writer.uint8(scp ? 1 : 0)
    })
  }
  if (user.implementationVersionName !== '') {
    writer.item(USER_ITEM.implementationVersionName, () => writer.text(user.implementationVersionName))
  }
  for (const { sopClassUid, information } of user.extended) {
    writer.item(USER_ITEM.extendedNegotiation, () => {
      writer.countedText(sopClassUid)
      writer.bytes(information)
    })
  }
  for (const { sopClassUid, serviceClassUid, relatedSopClassUids } of user.commonExtended) {
    writer.item(USER_ITEM.commonExtendedNegotiation, () => {
      writer.countedText(sopClassUid)
      writer.countedText(serviceClassUid)
      writer.uint16(relatedSopClassUids.reduce((length, uid) => length + 2 + uid.length, 0))
      for (const uid of relatedSopClassUids) writer.countedText(uid)
    })
  }
  if (userIdentity !== undefined) {
    writer.item(USER_ITEM.userIdentity, () => {
      writer.uint8(userIdentity.type)
      writer.uint8(userIdentity.wantsReply ? 1 : 0)
      writer.countedBytes(userIdentity.primary)
      writer.countedBytes(userIdentity.secondary)
    })
  }
  if (userIdentityReply !== undefined) {
    writer.item(USER_ITEM.userIdentityReply, () => writer.countedBytes(userIdentityReply))
  }
}
