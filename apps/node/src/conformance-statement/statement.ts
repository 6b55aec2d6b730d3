/** docs/node-conformance-statement.md as it has to stand: the form of PS3.2, its tables from the code. */
import { fileURLToPath } from 'node:url'
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '@epacs/dicom'
import { ciphers, limits, storageClasses } from '@epacs/dicom/conformance'
import {
  acceptedContexts,
  commitmentFailures,
  networkServices,
  options,
  rejections,
  reportContext,
  storeStatuses,
} from './tables.ts'

export const statementPath = fileURLToPath(
  new URL('../../../../docs/node-conformance-statement.md', import.meta.url),
)

export function nodeConformanceStatement(): string {
  return `# DICOM Conformance Statement of the communication node

Product: ePACS, the communication node. Form: PS3.2 of the DICOM standard. The tables are written from the code by
\`npm run conformance-statement\`; a test holds the document to them. The centre has a
[statement of its own](dicom-conformance-statement.md).

## 1 Overview

The node stands in a hospital, between its PACS and the centre, to which it speaks HTTPS. It takes objects of every kind from PACS and
modalities by C-STORE, for participants of the network that are called by their AE titles; stores what the hospital receives in its
PACS; and, where that is configured, answers queries and retrievals of workstations for what it holds.

${networkServices()}

Media storage: none of its own. Character sets: section 6. Security: section 7.

## 2 Contents

1 Overview · 2 Contents · 3 Introduction · 4 Networking · 5 Media interchange · 6 Character sets · 7 Security · 8 Annexes

## 3 Introduction

**Audience.** Administrators of PACS, modalities and workstations, and those who integrate and test.

**Remarks.** This statement does not replace tests of both products with each other. How the node is set up:
[node.md](node.md).

**References.** NEMA PS3 / ISO 12052, Digital Imaging and Communications in Medicine.

## 4 Networking

### 4.1 Implementation model

One port, four application entities by who is called and who calls:

- *Sending* (provider of Storage and Storage Commitment): called by the AE title of a participant, an alias, or a title that a rule names.
- *Receiving* (user of Storage and Storage Commitment): calls the PACS as \`pacs.callingAeTitle\`, and takes its reports under it.
- *Held objects* (provider of query and retrieval; user of Storage for C-MOVE): called as \`query.aeTitle\`.
- *Answering requests* (user of query and retrieval; provider of Storage for what is moved): calls the PACS as
  \`pacs.callingAeTitle\`, and is called by it as \`requests.aeTitle\`.

A study is complete \`dicom.releaseSeconds\` after the last of its associations was released, or when nothing came to it for
\`dicom.quietSeconds\`; what comes later becomes a supplement to its message. An association that broke off leaves what was answered with success.

### 4.2 Application entities

#### 4.2.1 SOP classes

${networkServices()}

#### 4.2.2 Association policies

**General.** The application context name is \`1.2.840.10008.3.1.1.1\`.

${limits('of the node')}

**Asynchronous nature.** The window is one operation in each direction; a wider one that is proposed is narrowed to it.

**Implementation identification.** Implementation Class UID \`${IMPLEMENTATION_CLASS_UID}\`, Implementation Version
Name \`${IMPLEMENTATION_VERSION_NAME}\`.

**User identity.** Of callers with \`users\` it is checked: user name and passcode (type 2), with an empty response where one is asked
for. Of the others it is ignored, without a response.

#### 4.2.3 Association acceptance

${rejections()}

Accepted presentation contexts:

${acceptedContexts()}

##### 4.2.3.1 Storage

Data sets are neither transcoded nor coerced. Preamble and File Meta Information are put before them, with the calling AE title
in Source Application Entity Title (0002,0016).

${storeStatuses()}

##### 4.2.3.2 Storage commitment

With \`dicom.callers[].commitment\`. The node answers for instances that the caller sent to the called title and that lie in its spool in
a message on its way, or whose message was delivered to the centre, as long as the message stands in the history. Before it does, what it answers for is on stable
storage. N-ACTION is answered with 0000H when the answer was recorded, durably. N-EVENT-REPORT follows on the same association, or, with
\`reportTo\`, on a new one, with growing pauses until it is taken. An association that ends before leaves it for the caller's next
one to the same title on which Storage Commitment is agreed on: there it is told after a second of quiet. After seven days it is told no more.

${commitmentFailures()}

##### 4.2.3.3 Query and retrieval

Hierarchical, and relational where it is agreed on. Keys, matching and what is held: [node.md](node.md#workstations-that-pull). C-MOVE
goes to \`query.destinations\` alone; another destination is answered with A801H.

#### 4.2.4 Association initiation

- **To each PACS** (\`pacs\`, one or several; those with \`pacs.stow\` are stored to by STOW-RS, PS3.18 §10.5, a request for each
  instance, and get no association): a context for each storage class and transfer syntax that is to be sent, up to 128 in an association, and with
  \`pacs.decompress\` Explicit VR Little Endian as well; Storage Commitment with \`pacs.commitment\`, whose result is taken on the same
  association or on one that the PACS opens.
- **To each PACS once a day**, and after start and reload, unless \`pacs.takes.ask\` is false: contexts of all storage classes and the transfer
  syntaxes of PS3.6 table A-1, up to 128 in an association, to learn which are accepted; released with nothing sent.
- **To the PACS of \`requests\`**: Study Root FIND and MOVE, each on an association of its own, in Explicit and Implicit VR Little
  Endian. Keys at STUDY level: Patient ID, or Patient's Birth Date, and Study Date as a range; Specific Character Set ISO_IR 192 where a
  key is not ASCII. C-MOVE goes to \`requests.aeTitle\`; of what is moved there without having been asked for nothing is taken (0110H).
  With \`requests.fetchBy: get\` FIND at levels SERIES and IMAGE, and for each series an association for Study Root GET with a context for each of its
  storage classes and transfer syntaxes, for which the node proposes itself as provider; when nothing comes of it, once more in Implicit and Explicit VR Little Endian alone.
- **To callers with \`commitment.reportTo\`**: for reports of storage commitment alone. The calling AE title is the one that the caller
  called, the called one the caller's:

${reportContext()}

- **To destinations of C-MOVE**: a context for each storage class and transfer syntax that is held. The Move Originator is told.

### 4.3 Network interfaces

TCP/IP, version 4 and 6. Sockets have no delay (\`TCP_NODELAY\`).

### 4.4 Configuration

AE titles, addresses, rules and destinations stand in \`node.yaml\`. Of DICOM itself:

${options()}

## 5 Media interchange

None. Files of CDs and exports that are put into a watched folder are sent as they are.

## 6 Character sets

Data sets keep their character sets. For rules and queries, every Specific Character Set of PS3.3 §C.12.1.1.2 is read, code extensions
included; C-FIND answers with the bytes and the character set of the instance. A text that reads clearly better in windows-1250 or
ISO 8859-2 than in the character set that it names matches a key by either reading.

## 7 Security

The hospital's side is held to addresses: each caller has the addresses that it may call from, and a user with a passcode where
that is configured. Logs hold no patient data.

The DICOM port is plain unless \`dicom.tlsPort\` and \`dicom.tls\` say otherwise; so are calls to the PACS and to workstations
(\`pacs.tls\`, \`query.destinations[].tls\`). Over TLS: version 1.2 or 1.3, with forward secrecy and authenticated encryption
(PS3.15 §B.12, BCP 195), mutual where \`dicom.tls.clientCaFile\` is set. Cipher suites:

${ciphers()}

## 8 Annexes

### 8.1 Storage SOP classes

Unless \`dicom.storage\` says less (\`standard\`: no classes of manufacturers; a list: these alone), every class below the root
of storage classes is taken, in use or retired, those that are newer than this table included; and those of manufacturers (abstract
syntaxes outside of the root of DICOM).

${storageClasses()}

### 8.2 Private attributes, coded terminology, grayscale consistency

None are added, other than what \`identity\` has the node write into received images ([node.md](node.md)); there is no display.
`
}
