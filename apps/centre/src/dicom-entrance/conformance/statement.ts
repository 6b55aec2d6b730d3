/** docs/dicom-conformance-statement.md as it has to stand: the form of PS3.2, its tables from the code. */
import { fileURLToPath } from 'node:url'
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '@epacs/dicom'
import { ciphers, limits, storageClasses } from '@epacs/dicom/conformance'
import { frameMediaTypes, searchAttributes, storeFailureReasons } from '../../dicomweb/index.ts'
import {
  failureReasons,
  networkServices,
  options,
  presentationContexts,
  readingProblems,
  refusedAtStore,
  rejections,
  reportContexts,
  storeStatuses,
} from './tables.ts'

export const statementPath = fileURLToPath(
  new URL('../../../../../docs/dicom-conformance-statement.md', import.meta.url),
)

export function conformanceStatement(): string {
  return `# DICOM Conformance Statement

Product: ePACS, the centre. Form: PS3.2 of the DICOM standard. The tables are written from the code by
\`npm run conformance-statement\`; a test holds the document to them.

## 1 Overview

The centre takes DICOM objects of every kind from the PACS and gateways of hospitals, by C-STORE, and puts them into the
mailboxes of other institutions as messages. It keeps what it was sent unaltered, and answers for it by storage commitment.
It does not send objects by DICOM, and offers no query or retrieval there; over DICOMweb (section 4.5) instances are stored, searched
for and retrieved.

${networkServices()}

Media storage: section 5. Character sets: section 6. Security: section 7.

## 2 Contents

1 Overview · 2 Contents · 3 Introduction · 4 Networking · 5 Media interchange · 6 Character sets · 7 Security · 8 Annexes

## 3 Introduction

**Audience.** Administrators of PACS and gateways who connect a hospital to a centre, and those who integrate and test.

**Remarks.** This statement does not replace tests of both products with each other. A centre tells its host, ports and the
AE titles of the institutions in its directory; who may call is agreed on with its operator.

**Terms.** *Institution*: a participant of the network. *Gateway*: its program that calls the centre by DICOM, known by its
calling AE title. *Mailbox*: where messages to an institution arrive, with a quota. *Message*: what one institution sends
another of one patient. *Package*: the message's images as one file-set.

**References.** NEMA PS3 / ISO 12052, Digital Imaging and Communications in Medicine; IETF BCP 195.

## 4 Networking

### 4.1 Implementation model

#### 4.1.1 Application data flow

A gateway opens an association to the centre. Its calling AE title says which institution sends; the called AE title says which
institution receives: each institution of the directory has one, and the centre answers to all of them. Instances of one patient
that are sent from one institution to another become one message. When the message is closed, its instances are checked and
packed, and it appears in the recipient's mailbox, as a whole.

#### 4.1.2 Functional definition of the application entities

There is one kind of application entity, the *entrance*, under as many AE titles as there are institutions. It is provider of
Verification, Storage and Storage Commitment on associations that it accepts, and reports the results of storage commitment on
associations that it opens, where the gateway has given an address for that.

#### 4.1.3 Sequencing

- Several studies, and several patients, may come on one association; one study may come on several associations, one after
  another or at once.
- A message is closed when none of the associations that brought something to it stands and nothing has come for
  \`dicom.releaseSeconds\`. While one stands, or after one broke off, it is closed when nothing has come for
  \`dicom.quietSeconds\`. What comes later becomes a further message.
- An association that is aborted, or lost, leaves what was answered with success. The message's record says that its sending
  was interrupted. Sending it again completes the message: an instance that is there is not doubled.
- Where the incomplete message was delivered meanwhile, a further one brings what it lacks: an instance of it that is sent again
  within \`dicom.rememberDays\` is answered with success and not delivered a second time, unless the recipient has deleted it.
- What had come as a whole and is sent again becomes another message.
- A SOP Instance UID under which other content was sent to the same institution within \`dicom.rememberDays\` is refused.

### 4.2 The entrance

#### 4.2.1 SOP classes

${networkServices()}

#### 4.2.2 Association policies

**General.** The application context name is \`1.2.840.10008.3.1.1.1\`.

${limits('of the centre')}

**Number of associations.** \`dicom.maxAssociations\` at once, of which \`dicom.maxAssociationsPerInstitution\` of one institution.

**Asynchronous nature.** The window is one operation in each direction; a wider one that is proposed is narrowed to it.

**Implementation identification.** Implementation Class UID \`${IMPLEMENTATION_CLASS_UID}\`, Implementation Version
Name \`${IMPLEMENTATION_VERSION_NAME}\`.

**User identity.** Of gateways that \`dicom.users\` names it is checked: user name and passcode (type 2), with an empty response where
one is asked for. Of the others nobody takes note of it: the association is accepted as if none had been given, without a response.

#### 4.2.3 Association acceptance

The calling AE title must be that of a gateway that the centre knows; on the TLS port with a certificate that is bound to this
gateway, on the other port from one of its addresses; and with a user of its own where \`dicom.users\` has any for it. The called AE title must be that of an institution with a mailbox.
Otherwise the association is rejected:

${rejections()}

Accepted presentation contexts:

${presentationContexts()}

##### 4.2.3.1 Storage

Data sets are neither transcoded nor coerced. Preamble and File Meta Information are put before them, with the calling AE title
in Source Application Entity Title (0002,0016). Success means that the instance is written and survives the end of the process;
a message is delivered only after its package is on stable storage.

${storeStatuses()}

Problems named in the error comment of ${'`C000H`'}: ${readingProblems()}.

##### 4.2.3.2 Storage commitment

The centre answers for instances that the calling institution sent to the called one and that are being received, checked, or
were delivered within \`dicom.rememberDays\`. Before it does, what it answers for is on stable storage. N-ACTION is answered with 0000H
when the request was recorded. N-EVENT-REPORT follows on the same association, or, when the gateway has given an address, on a new
one; there it is tried again, with growing pauses, until the gateway has taken it or \`dicom.rememberDays\` are over. An
association that ends before the report leaves it for the next one of the same gateway to the same institution on which Storage
Commitment is agreed on: there it is told as soon as the gateway has been quiet for a second, until \`dicom.rememberDays\` are over. When an
operator gives the gateway an address, it is told there what it does not know yet.

${failureReasons()}

#### 4.2.4 Association initiation

For reports of storage commitment alone, to the gateway's address; the calling AE title is the one that the gateway called, the
called one is the gateway's. Over TLS the centre shows the certificate of \`dicom.tls\`, which then has to be meant for clients as well
(extended key usage).

${reportContexts()}

### 4.3 Network interfaces

TCP/IP, version 4 and 6. Sockets have no delay (\`TCP_NODELAY\`), a response is one segment where it fits. On Linux, what comes is acknowledged at once
(\`TCP_QUICKACK\`).

### 4.4 Configuration

AE titles, certificates and addresses of gateways, and where they listen for reports, are kept in the centre's database: operators set
them while the centre runs, and the bootstrap file brings in the first ones. The rest is in its configuration file:

${options()}

### 4.5 DICOMweb

The centre is an origin server (PS3.18) of three transactions, at the portal for those with a session, and at the certificate
entrance for programs with a client certificate:

| Transaction | Resource | Representations |
| --- | --- | --- |
| Store (STOW-RS) | \`/dicomweb/institutions/{id}/studies[/{study}]\` | request \`multipart/related; type="application/dicom"\`; response \`application/dicom+json\`, \`application/dicom+xml\` |
| Search (QIDO-RS) | \`/dicomweb/messages/{id}/…\`: studies, series, instances | \`application/dicom+json\`, \`multipart/related; type="application/dicom+xml"\` |
| Retrieve (WADO-RS) | of a study, a series, an instance | \`multipart/related; type="application/dicom"\`; one instance also \`application/dicom\` |
| Retrieve metadata | of a study, a series, an instance | as searches |
| Retrieve frames, bulk data | of an instance | below |
| Retrieve rendered, thumbnail | of a study, a series, an instance, frames | \`image/jpeg\`, \`image/png\` (of several instances the middle one), or all in \`multipart/related\`; parameters \`viewport\`, \`window\`, \`quality\`; of an encapsulated PDF \`application/pdf\` |

**Scope.** Searches and retrievals see one message; its members see it as long as its data is in their mailbox.

**Transfer syntaxes.** Nothing is transcoded: instances and frames leave as they are stored, and the type of each part names the transfer
syntax. A client that asks for another one is answered with 406. One that names none is given the stored one.

**Matching.** Single values, lists of UIDs, wildcards (not in UIDs, dates and numbers), ranges of dates and times; case is ignored in names and
descriptions. \`fuzzymatching\` is ignored. At most 5,000 results at once; a Warning tells that there are more.

${searchAttributes()}

\`includefield=all\` returns every attribute of the first instance as far as its pixel data.

**Metadata** tells every attribute, those behind the pixel data (digital signatures, padding, private groups) too. Of
messages that were received before the centre noted where these begin, it ends before the pixel data. A private
value of unknown VR that begins like a sequence and is none is left out.

**Frames:**

${frameMediaTypes()}

**Store.** All instances of a request make one message. The response comes when it is delivered: 200 when every instance was stored, 202
when some were, 409 when none was.

${storeFailureReasons()}

## 5 Media interchange

A recipient downloads a message as a ZIP that holds a file-set (PS3.10) with a DICOMDIR (PS3.3 annex F, General Purpose, any SOP class
and transfer syntax). No media storage application profile of PS3.11 is claimed: transfer syntaxes are those of the sender.

## 6 Character sets

Data sets keep their character sets. For lists and searches, every Specific Character Set of PS3.3 §C.12.1.1.2 is read, code
extensions included. Metadata of WADO-RS and answers of QIDO-RS are in ISO_IR 192. Where a text reads clearly better in windows-1250 or
ISO 8859-2 than in what the data set names, they hold that reading, and the other one in Original Attributes Sequence (0400,0561), reason CORRECT.

## 7 Security

Over TLS: mutual, version 1.2 or 1.3, with forward secrecy and authenticated encryption (PS3.15 §B.12, BCP 195). Cipher suites:

${ciphers()}

The gateway's certificate must come from an authority that the centre accepts, be valid, be meant for client authentication
(extended key usage), and have a key of at least 2048 bits (RSA) or 256 bits (elliptic curves). It is bound to the gateway by its issuer and
key, never by its name. Without TLS nothing is encrypted: that port is for networks that are (VPN).

Every association, rejected ones included, and every move of a message is an event of the centre's audit trail. Logs and metrics hold no
patient data.

## 8 Annexes

### 8.1 Storage SOP classes

Unless \`dicom.storage\` says less (\`standard\`: no classes of manufacturers; a list: these alone), every class below the root
of storage classes is taken, in use or retired, those that are newer than this table included; and those of
manufacturers (abstract syntaxes outside of the root of DICOM).

${storageClasses(refusedAtStore)}

### 8.2 Private attributes, coded terminology, grayscale consistency

None are added; there is no display.

### 8.3 Standard extended, specialised and private SOP classes

None are created; all are passed on as they come.

### 8.4 Private transfer syntaxes

Taken as they are proposed. An object in one whose encoding is not known (other than \`1.2.840.113619.5.2\`) is answered with C000H.
`
}
