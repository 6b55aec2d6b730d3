/** Written by `node apps/centre/src/server/write-openapi.ts`: what the routes of the centre say. */

export interface paths {
    readonly "/.well-known/jwks.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Every key that manifests and receipts were ever signed with, the newest first */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly keys: readonly {
                                readonly alg: string;
                                /** Format: date-time */
                                readonly createdAt: string;
                                readonly crv: string;
                                /** @description RFC 7638 thumbprint */
                                readonly kid: string;
                                readonly kty: string;
                                /**
                                 * Format: date-time
                                 * @description Signed nothing from then on
                                 */
                                readonly retiredAt?: string;
                                readonly use: string;
                                readonly x: string;
                                readonly y: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/.well-known/node-jwks.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Every key of a node that ever signed a receipt, the newest first */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly keys: readonly {
                                readonly alg: string;
                                /** Format: date-time */
                                readonly createdAt: string;
                                readonly crv: string;
                                /**
                                 * Format: uuid
                                 * @description Whose node it is: it signs for this recipient alone
                                 */
                                readonly institution: string;
                                /** @description RFC 7638 thumbprint */
                                readonly kid: string;
                                readonly kty: string;
                                /** Format: uuid */
                                readonly node: string;
                                /**
                                 * Format: date-time
                                 * @description The node was revoked then
                                 */
                                readonly retiredAt?: string;
                                readonly use: string;
                                readonly x: string;
                                readonly y: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/.well-known/oauth-authorization-server": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How programs sign in (RFC 8414) */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly device_authorization_endpoint: string;
                            readonly grant_types_supported: readonly string[];
                            /** @description The portal: there the session that a program gets is valid */
                            readonly issuer: string;
                            readonly response_types_supported: readonly string[];
                            readonly token_endpoint: string;
                            readonly token_endpoint_auth_methods_supported: readonly string[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/announcements": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All announcements, those that begin latest first */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly page?: number;
                    readonly pageSize?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** Format: date-time */
                                readonly announcedAt: string;
                                /** Format: date-time */
                                readonly from: string;
                                /** Format: uuid */
                                readonly id: string;
                                /** @enum {string} */
                                readonly state: "coming" | "lasting" | "over" | "withdrawn";
                                readonly texts: {
                                    readonly cs: string;
                                    readonly en: string;
                                };
                                /**
                                 * Format: date-time
                                 * @description The first moment after it
                                 */
                                readonly to: string;
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** Announce something: on the page of the status at once, above every page while it lasts */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly from: string;
                        readonly texts: {
                            readonly cs: string;
                            readonly en: string;
                        };
                        /** Format: date-time */
                        readonly to: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** Format: uuid */
                            readonly id: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/announcements/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Show an announcement no more */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The audit trail, the newest first */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description Beginning of the action, e.g. `session.` */
                    readonly action?: string;
                    /** @description With `q`: events of these actions, separated by commas, are found, too */
                    readonly actions?: string;
                    readonly from?: string;
                    readonly institution?: string;
                    readonly message?: string;
                    readonly page?: number;
                    readonly pageSize?: number;
                    readonly person?: string;
                    /** @description Words that all occur in the name of the person or the institution; or the id of one, or of a message */
                    readonly q?: string;
                    readonly to?: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description There are more than `total`: what is looked for is counted to 10000 */
                            readonly isMore: boolean;
                            readonly items: readonly {
                                readonly action: string;
                                /** Format: date-time */
                                readonly at: string;
                                readonly details: {
                                    readonly [key: string]: unknown;
                                };
                                readonly institutionId: string | null;
                                readonly institutionName: string | null;
                                readonly messageId: string | null;
                                readonly personId: string | null;
                                readonly personName: string | null;
                                readonly position: number;
                                /** @description Of the chain up to this event, hexadecimal */
                                readonly sha256: string;
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/audit/chain": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Check the chain of the audit trail, part by part: `unfinished` goes on with `after` */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description `position` of the answer before */
                    readonly after?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly broken: {
                                /** Format: date-time */
                                readonly at: string;
                                readonly position: number;
                                /** @enum {string} */
                                readonly reason: "missing" | "unlinked" | "changed";
                            } | null;
                            readonly firstAt: string | null;
                            /** @description Digest of the chain up to `position`, hexadecimal: noted elsewhere, it proves later that nothing was cut off */
                            readonly head: string;
                            readonly lastAt: string | null;
                            /** @description Of the last event that is as it was written; 0: none */
                            readonly position: number;
                            /** @enum {string} */
                            readonly state: "whole" | "unfinished" | "broken";
                            /** @description Events in the trail now */
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/audit/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The audit trail as CSV (RFC 4180, UTF-8), as DICOM Audit Messages or for FHIR, the oldest first */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description Beginning of the action, e.g. `session.` */
                    readonly action?: string;
                    /** @description With `q`: events of these actions, separated by commas, are found, too */
                    readonly actions?: string;
                    /** @description CSV; DICOM Audit Messages (PS3.15 A.5), one a line; AuditEvents of FHIR R4 as NDJSON */
                    readonly format?: "csv" | "dicom" | "fhir";
                    readonly from?: string;
                    readonly institution?: string;
                    readonly message?: string;
                    readonly person?: string;
                    /** @description Words that all occur in the name of the person or the institution; or the id of one, or of a message */
                    readonly q?: string;
                    readonly to?: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description text/csv, text/plain or application/fhir+ndjson, as `format` says */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": string;
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/authorities": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Authorities whose personal certificates are accepted */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description Also those accepted no more; for operators */
                    readonly withdrawn?: boolean;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** @description Chains end at an anchor; issuing authorities below it are known as well */
                                readonly certificates: readonly {
                                    /** @description Lower-case hexadecimal */
                                    readonly fingerprintSha256: string;
                                    /** Format: date-time */
                                    readonly notAfter: string;
                                    /** Format: date-time */
                                    readonly notBefore: string;
                                    /** @enum {string} */
                                    readonly role: "anchor" | "issuing";
                                    /** @description Distinguished name, RFC 4514 */
                                    readonly subject: string;
                                }[];
                                /** @description Lower-case hexadecimal */
                                readonly fingerprintSha256: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                                /** Format: date-time */
                                readonly notAfter: string;
                                /** Format: date-time */
                                readonly notBefore: string;
                                /** @description Distinguished name, RFC 4514 */
                                readonly subject: string;
                                readonly website: string | null;
                                readonly withdrawnAt: string | null;
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** Accept an authority */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description PEM: the certificates at which chains may end, and those of issuing authorities below them */
                        readonly certificates: string;
                        readonly name: string;
                        readonly website: string | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description Chains end at an anchor; issuing authorities below it are known as well */
                            readonly certificates: readonly {
                                /** @description Lower-case hexadecimal */
                                readonly fingerprintSha256: string;
                                /** Format: date-time */
                                readonly notAfter: string;
                                /** Format: date-time */
                                readonly notBefore: string;
                                /** @enum {string} */
                                readonly role: "anchor" | "issuing";
                                /** @description Distinguished name, RFC 4514 */
                                readonly subject: string;
                            }[];
                            /** @description Lower-case hexadecimal */
                            readonly fingerprintSha256: string;
                            /** Format: uuid */
                            readonly id: string;
                            readonly name: string;
                            /** Format: date-time */
                            readonly notAfter: string;
                            /** Format: date-time */
                            readonly notBefore: string;
                            /** @description Distinguished name, RFC 4514 */
                            readonly subject: string;
                            readonly website: string | null;
                            readonly withdrawnAt: string | null;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/authorities/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Replace an authority's certificates; one that was withdrawn is accepted again */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description PEM: the certificates at which chains may end, and those of issuing authorities below them */
                        readonly certificates: string;
                        readonly name: string;
                        readonly website: string | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description Chains end at an anchor; issuing authorities below it are known as well */
                            readonly certificates: readonly {
                                /** @description Lower-case hexadecimal */
                                readonly fingerprintSha256: string;
                                /** Format: date-time */
                                readonly notAfter: string;
                                /** Format: date-time */
                                readonly notBefore: string;
                                /** @enum {string} */
                                readonly role: "anchor" | "issuing";
                                /** @description Distinguished name, RFC 4514 */
                                readonly subject: string;
                            }[];
                            /** @description Lower-case hexadecimal */
                            readonly fingerprintSha256: string;
                            /** Format: uuid */
                            readonly id: string;
                            readonly name: string;
                            /** Format: date-time */
                            readonly notAfter: string;
                            /** Format: date-time */
                            readonly notBefore: string;
                            /** @description Distinguished name, RFC 4514 */
                            readonly subject: string;
                            readonly website: string | null;
                            readonly withdrawnAt: string | null;
                        };
                    };
                };
            };
        };
        readonly post?: never;
        /** Withdraw an authority: its certificates open nothing any more */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/certificate-renewals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Renewed certificates that wait for confirmation, or did */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly page?: number;
                    readonly pageSize?: number;
                    readonly status?: "waiting" | "confirmed" | "refused";
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly authority: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly decidedAt: string | null;
                                readonly decidedBy: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                } | null;
                                /** @description The person's other certificates, as they were when last used */
                                readonly earlier: readonly {
                                    readonly identifiers: readonly string[];
                                    /** @description Distinguished name, RFC 4514 */
                                    readonly issuer: string;
                                    readonly notAfter: string | null;
                                }[];
                                /** @description Lower-case hexadecimal */
                                readonly fingerprintSha256: string;
                                /** Format: uuid */
                                readonly id: string;
                                /** @description By which it was recognised: `subject-serial:…`, `ik-mpsv:…` */
                                readonly identifiers: readonly string[];
                                readonly institutions: readonly {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                }[];
                                /** @description Distinguished name, RFC 4514 */
                                readonly issuer: string;
                                /** Format: date-time */
                                readonly notAfter: string;
                                /** Format: date-time */
                                readonly notBefore: string;
                                readonly person: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                /** Format: date-time */
                                readonly requestedAt: string;
                                /** @enum {string} */
                                readonly status: "waiting" | "confirmed" | "refused";
                                /** @description Distinguished name, RFC 4514 */
                                readonly subject: string;
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/certificate-renewals/{id}/decision": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Confirm that the certificate is of the person, or refuse */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly decision: "confirm" | "refuse";
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly authority: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly decidedAt: string | null;
                            readonly decidedBy: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            } | null;
                            /** @description The person's other certificates, as they were when last used */
                            readonly earlier: readonly {
                                readonly identifiers: readonly string[];
                                /** @description Distinguished name, RFC 4514 */
                                readonly issuer: string;
                                readonly notAfter: string | null;
                            }[];
                            /** @description Lower-case hexadecimal */
                            readonly fingerprintSha256: string;
                            /** Format: uuid */
                            readonly id: string;
                            /** @description By which it was recognised: `subject-serial:…`, `ik-mpsv:…` */
                            readonly identifiers: readonly string[];
                            readonly institutions: readonly {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            }[];
                            /** @description Distinguished name, RFC 4514 */
                            readonly issuer: string;
                            /** Format: date-time */
                            readonly notAfter: string;
                            /** Format: date-time */
                            readonly notBefore: string;
                            readonly person: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** Format: date-time */
                            readonly requestedAt: string;
                            /** @enum {string} */
                            readonly status: "waiting" | "confirmed" | "refused";
                            /** @description Distinguished name, RFC 4514 */
                            readonly subject: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/conditions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The conditions of participation: those in force, or another version
         * @description In Czech where they are not published in the language asked for.
         */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly language?: "cs" | "en" | "sk";
                    readonly version?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly contactEmail: string | null;
                            /** @enum {string} */
                            readonly language: "cs" | "en" | "sk";
                            /** @description Markdown */
                            readonly text: string;
                            readonly version: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/conditions/versions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All versions of the conditions of participation */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** @description Requests to join that agreed to it */
                                readonly agreed: number;
                                /** @enum {string} */
                                readonly state: "former" | "in-force" | "coming" | "withdrawn";
                                readonly texts: {
                                    readonly cs: string;
                                    readonly en: string;
                                };
                                readonly validFrom: string | null;
                                readonly version: number;
                                readonly withdrawnAt: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** Publish a new version; it holds from a day to come and never changes */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly texts: {
                            readonly cs: string;
                            readonly en: string;
                        };
                        /** Format: date-time */
                        readonly validFrom: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly version: number;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/conditions/versions/{version}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Withdraw a version that is to come */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly version: number;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/countries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Countries whose institutions may take part, and those that do */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** @description ISO 3166-1, two letters */
                                readonly country: string;
                                /** @description In the network */
                                readonly institutions: number;
                                readonly phone: string | null;
                                readonly postalCode: string | null;
                                /** @description Whose numbers are checked; a number of another register is taken as it is */
                                readonly registers: readonly {
                                    readonly code: string;
                                    /** @description A number as the register writes it */
                                    readonly example: string;
                                    /** @description As it calls itself */
                                    readonly name: string;
                                }[];
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/data-subject-extracts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What the centre knows of one patient (GDPR article 15), as a ZIP with JSON, a document and a signature; for representatives, of their institution's messages */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Birth number, health sector identifier, or the Patient ID of an institution; in any case of letters */
                        readonly id: string;
                        /** @description Whole words of the name, in any order: at least two, unless the number is a birth number of ten digits */
                        readonly name?: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/device-sign-ins/decision": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Let the program in with a session of its own, or refuse it */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly decision: "allow" | "refuse";
                        /** @description As the program shows it; case, spaces and dashes do not count */
                        readonly userCode: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/device-sign-ins/look-up": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Which program shows this code, and waits to be signed in */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description As the program shows it; case, spaces and dashes do not count */
                        readonly userCode: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly address: string;
                            /** Format: date-time */
                            readonly createdAt: string;
                            /** Format: date-time */
                            readonly expiresAt: string;
                            /** @description Name of its machine, as the program says; may be empty */
                            readonly host: string;
                            /** @description The same as that of who asks now */
                            readonly isOwnAddress: boolean;
                            readonly program: string;
                            readonly userCode: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dicom/gateways": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Let a gateway call */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Addresses, and networks (CIDR), from which it may call without TLS */
                        readonly addresses: readonly string[];
                        /** @description PS3.5 §6.2, value representation AE */
                        readonly aeTitle: string;
                        /** @description With them it may call over TLS. Each a certificate (PEM), or the SHA-256 of one (hexadecimal): of one that the gateway has, or of one that only its fingerprint is known of */
                        readonly certificates: readonly string[];
                        /** Format: uuid */
                        readonly institution: string;
                        readonly reportTo: {
                            readonly host: string;
                            readonly port: number;
                            readonly tls: boolean;
                        } | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description The called AE title of what is sent to it */
                            readonly aeTitle: string;
                            readonly city: string;
                            readonly gateways: readonly {
                                readonly addresses: readonly string[];
                                /** @description The calling AE title */
                                readonly aeTitle: string;
                                readonly certificates: readonly {
                                    readonly fingerprintSha256: string | null;
                                    readonly notAfter: string | null;
                                    readonly subject: string | null;
                                }[];
                                /** Format: uuid */
                                readonly id: string;
                                readonly reportTo: {
                                    readonly host: string;
                                    readonly port: number;
                                    readonly tls: boolean;
                                } | null;
                            }[];
                            /** Format: uuid */
                            readonly id: string;
                            readonly name: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dicom/gateways/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Change a gateway; what may not call any more is aborted */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Addresses, and networks (CIDR), from which it may call without TLS */
                        readonly addresses: readonly string[];
                        /** @description PS3.5 §6.2, value representation AE */
                        readonly aeTitle: string;
                        /** @description With them it may call over TLS. Each a certificate (PEM), or the SHA-256 of one (hexadecimal): of one that the gateway has, or of one that only its fingerprint is known of */
                        readonly certificates: readonly string[];
                        /** Format: uuid */
                        readonly institution: string;
                        readonly reportTo: {
                            readonly host: string;
                            readonly port: number;
                            readonly tls: boolean;
                        } | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description The called AE title of what is sent to it */
                            readonly aeTitle: string;
                            readonly city: string;
                            readonly gateways: readonly {
                                readonly addresses: readonly string[];
                                /** @description The calling AE title */
                                readonly aeTitle: string;
                                readonly certificates: readonly {
                                    readonly fingerprintSha256: string | null;
                                    readonly notAfter: string | null;
                                    readonly subject: string | null;
                                }[];
                                /** Format: uuid */
                                readonly id: string;
                                readonly reportTo: {
                                    readonly host: string;
                                    readonly port: number;
                                    readonly tls: boolean;
                                } | null;
                            }[];
                            /** Format: uuid */
                            readonly id: string;
                            readonly name: string;
                        };
                    };
                };
            };
        };
        readonly post?: never;
        /** Withdraw a gateway: it may not call any more, and what it has under way is aborted */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dicom/institutions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Institutions with their AE titles and gateways, those that have gateways first */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly page?: number;
                    readonly pageSize?: number;
                    /** @description Words of name, town, IČO, IČZ, AE titles of the institution and of its gateways */
                    readonly q?: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** @description The called AE title of what is sent to it */
                                readonly aeTitle: string;
                                readonly city: string;
                                readonly gateways: readonly {
                                    readonly addresses: readonly string[];
                                    /** @description The calling AE title */
                                    readonly aeTitle: string;
                                    readonly certificates: readonly {
                                        readonly fingerprintSha256: string | null;
                                        readonly notAfter: string | null;
                                        readonly subject: string | null;
                                    }[];
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly reportTo: {
                                        readonly host: string;
                                        readonly port: number;
                                        readonly tls: boolean;
                                    } | null;
                                }[];
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dicom/institutions/{id}/ae-title": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Set the AE title under which an institution is called */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description PS3.5 §6.2, value representation AE */
                        readonly aeTitle: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description The called AE title of what is sent to it */
                            readonly aeTitle: string;
                            readonly city: string;
                            readonly gateways: readonly {
                                readonly addresses: readonly string[];
                                /** @description The calling AE title */
                                readonly aeTitle: string;
                                readonly certificates: readonly {
                                    readonly fingerprintSha256: string | null;
                                    readonly notAfter: string | null;
                                    readonly subject: string | null;
                                }[];
                                /** Format: uuid */
                                readonly id: string;
                                readonly reportTo: {
                                    readonly host: string;
                                    readonly port: number;
                                    readonly tls: boolean;
                                } | null;
                            }[];
                            /** Format: uuid */
                            readonly id: string;
                            readonly name: string;
                        };
                    };
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Server-sent events: messages and requests of the caller's institution that move, and progress of checking */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/hand-offs/instances/{instance}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** An image that the list names, with the header that the list gives */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly instance: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/hand-offs/manifest.xml": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The list of images, as Weasis reads it */
        readonly get: {
            readonly parameters: {
                readonly query: {
                    readonly link: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/hand-offs/package.{extension}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The package, for the viewer that holds the link */
        readonly get: {
            readonly parameters: {
                readonly query: {
                    readonly link: string;
                };
                readonly header?: never;
                readonly path: {
                    readonly extension: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /** The package, for the viewer that holds the link */
        readonly head: {
            readonly parameters: {
                readonly query: {
                    readonly link: string;
                };
                readonly header?: never;
                readonly path: {
                    readonly extension: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/institution/contacts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** The institution's contacts, as the directory shows them */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly contacts: readonly {
                            readonly email: string | null;
                            readonly function: string | null;
                            readonly name: string;
                            readonly phone: string | null;
                        }[];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/institution/language": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** In which language the institution is written to; who has set one themselves, in theirs */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @enum {string} */
                            readonly language: "cs" | "en" | "sk";
                        };
                    };
                };
            };
        };
        /** Choose the language in which the institution is written to */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly language: "cs" | "en" | "sk";
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/institution/representatives": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who answers for the institution that one acts for */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly email: string | null;
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/institutions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The institutions in the network */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description Beginning of the town, diacritics or not */
                    readonly city?: string;
                    readonly connection?: "mailbox" | "node";
                    /** @description ISO 3166-1, two letters */
                    readonly country?: string;
                    readonly kind?: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                    readonly page?: number;
                    readonly pageSize?: number;
                    /** @description Words of name, town, AE title, IČO, IČZ or another register number, with or without diacritics; all must occur */
                    readonly q?: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly city: string;
                                /** @enum {string} */
                                readonly connection: "mailbox" | "node";
                                /** @description ISO 3166-1, two letters */
                                readonly country: string;
                                /** Format: uuid */
                                readonly id: string;
                                /** @enum {string} */
                                readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                                readonly name: string;
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/institutions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One institution with its contact persons */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description From the top, in the order of the country, without its name */
                            readonly addressLines: readonly string[];
                            readonly aeTitle: string;
                            readonly city: string;
                            /** @enum {string} */
                            readonly connection: "mailbox" | "node";
                            readonly contacts: readonly {
                                readonly email: string | null;
                                readonly function: string | null;
                                readonly name: string;
                                readonly phone: string | null;
                                readonly phoneShown: string | null;
                            }[];
                            /** @description ISO 3166-1, two letters */
                            readonly country: string;
                            /** @enum {string} */
                            readonly eligibility: "czech-provider" | "eu-provider" | "accredited-body";
                            readonly euid: string | null;
                            readonly ico: string | null;
                            readonly icp: string | null;
                            readonly icz: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                            readonly name: string;
                            readonly position: {
                                readonly latitude: number;
                                readonly longitude: number;
                            } | null;
                            readonly postalCode: string | null;
                            readonly register: {
                                readonly code: string | null;
                                readonly name: string | null;
                                readonly number: string;
                            } | null;
                            readonly street: string | null;
                            readonly vatId: string | null;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/institutions/{id}/favourite": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Make an institution one of the caller's favourites, of which there are at most 50 */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly post?: never;
        /** It is no favourite of the caller any more */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/institutions/{id}/passport": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * What an institution's PACS take, for who is about to send there
         * @description `nodes` empty: images stay in the mailbox, which takes everything; null: not known, and nothing is to be said.
         */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly nodes: readonly {
                                readonly places: readonly {
                                    readonly characterSets: readonly string[] | null;
                                    /** @description Transfer syntaxes that the node turns into Explicit VR Little Endian where the PACS does not take them */
                                    readonly decompresses: readonly string[];
                                    readonly learnedAt: string | null;
                                    readonly takes: {
                                        readonly kinds: readonly {
                                            readonly sopClassUids: readonly string[];
                                            /** @description In which these classes are taken; empty: they are not. Classes in no group: not known */
                                            readonly transferSyntaxUids: readonly string[];
                                        }[];
                                        /** @description Those that it was asked about; of others nothing is known */
                                        readonly transferSyntaxUids: readonly string[];
                                    } | null;
                                }[];
                                /** @description The first that matches an image says where it goes; without one to all */
                                readonly rules: readonly {
                                    readonly modality: readonly string[] | null;
                                    readonly places: readonly number[];
                                }[];
                            }[] | null;
                            /** @description By UID (PS3.6 table A-1) */
                            readonly sopClassNames: {
                                readonly [key: string]: string;
                            };
                            readonly toldAt: string | null;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/institutions/{id}/position": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where one institution stands, and who says so */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly city: string;
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                            readonly name: string;
                            readonly origin: ("register" | "operator") | null;
                            readonly position: {
                                readonly latitude: number;
                                readonly longitude: number;
                            } | null;
                            readonly street: string | null;
                        };
                    };
                };
            };
        };
        /** Put an institution on the map, or off it; what the register says does not change that */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly position: {
                            readonly latitude: number;
                            readonly longitude: number;
                        } | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly city: string;
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                            readonly name: string;
                            readonly origin: ("register" | "operator") | null;
                            readonly position: {
                                readonly latitude: number;
                                readonly longitude: number;
                            } | null;
                            readonly street: string | null;
                        };
                    };
                };
            };
        };
        readonly post?: never;
        /** Where the register has it, if it has */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly city: string;
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                            readonly name: string;
                            readonly origin: ("register" | "operator") | null;
                            readonly position: {
                                readonly latitude: number;
                                readonly longitude: number;
                            } | null;
                            readonly street: string | null;
                        };
                    };
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/institutions/{id}/record": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Numbers, address and language of an institution */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly city: string;
                            /** @description ISO 3166-1, two letters */
                            readonly country: string;
                            /** @enum {string} */
                            readonly eligibility: "czech-provider" | "eu-provider" | "accredited-body";
                            readonly euid?: string | null;
                            readonly ico: string | null;
                            readonly icp?: string | null;
                            readonly icz: string | null;
                            /** @enum {string} */
                            readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                            /** @enum {string} */
                            readonly language: "cs" | "en" | "sk";
                            readonly name: string;
                            readonly postalCode: string;
                            readonly register?: string | null;
                            readonly registerNumber: string | null;
                            readonly street: string;
                            readonly vatId?: string | null;
                        };
                    };
                };
            };
        };
        /** Correct numbers, address and language of an institution */
        readonly put: {
            readonly parameters: {
                readonly query?: {
                    /** @description It is only checked, and told as it is */
                    readonly isTrial?: boolean;
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            /** @description Checked field by field, as a request to join is */
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly city: string;
                        /** @description ISO 3166-1, two letters */
                        readonly country: string;
                        /** @enum {string} */
                        readonly eligibility: "czech-provider" | "eu-provider" | "accredited-body";
                        readonly euid?: string | null;
                        readonly ico: string | null;
                        readonly icp?: string | null;
                        readonly icz: string | null;
                        /** @enum {string} */
                        readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                        /** @enum {string} */
                        readonly language: "cs" | "en" | "sk";
                        readonly name: string;
                        readonly postalCode: string;
                        readonly register?: string | null;
                        readonly registerNumber: string | null;
                        readonly street: string;
                        readonly vatId?: string | null;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly city: string;
                            /** @description ISO 3166-1, two letters */
                            readonly country: string;
                            /** @enum {string} */
                            readonly eligibility: "czech-provider" | "eu-provider" | "accredited-body";
                            readonly euid?: string | null;
                            readonly ico: string | null;
                            readonly icp?: string | null;
                            readonly icz: string | null;
                            /** @enum {string} */
                            readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                            /** @enum {string} */
                            readonly language: "cs" | "en" | "sk";
                            readonly name: string;
                            readonly postalCode: string;
                            readonly register?: string | null;
                            readonly registerNumber: string | null;
                            readonly street: string;
                            readonly vatId?: string | null;
                        };
                    };
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/institutions/positions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where institutions stand on the map, and who says so */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description Only those without a position */
                    readonly missing?: boolean;
                    readonly page?: number;
                    readonly pageSize?: number;
                    /** @description Words of name, town, IČO or IČZ, with or without diacritics */
                    readonly q?: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly city: string;
                                /** Format: uuid */
                                readonly id: string;
                                /** @enum {string} */
                                readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                                readonly name: string;
                                readonly origin: ("register" | "operator") | null;
                                readonly position: {
                                    readonly latitude: number;
                                    readonly longitude: number;
                                } | null;
                                readonly street: string | null;
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/invitation": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What one is invited to */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** Format: date-time */
                            readonly expiresAt: string;
                            readonly institution: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly invitedBy: string | null;
                            readonly name: string;
                            /** @enum {string} */
                            readonly role: "specialist" | "representative";
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/invitation/accept": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Whoever is signed in accepts the invitation for themselves */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly institution: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/invitation/begin": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** The next sign-in of this browser (/sign-in/identity or /sign-in/jtp) accepts the invitation */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/mail": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Mails, the newest first; never what they say */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly page?: number;
                    readonly pageSize?: number;
                    readonly status?: "waiting" | "sent" | "refused" | "given-up" | "failed";
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly attempts: number;
                                readonly endedAt: string | null;
                                /** Format: uuid */
                                readonly id: string;
                                /** @enum {string} */
                                readonly language: "cs" | "en" | "sk";
                                readonly problem: string | null;
                                /** Format: date-time */
                                readonly queuedAt: string;
                                /** @enum {string} */
                                readonly status: "waiting" | "sent" | "refused" | "given-up";
                                readonly template: string;
                                readonly to: string;
                                readonly triedAt: string | null;
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/mail/{id}/retry": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Try a mail again, now */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/mail/status": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How the centre's mails leave */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description Of those, tried before without success */
                            readonly delayed: number;
                            readonly failed: number;
                            readonly lastSentAt: string | null;
                            /** @description The server, or the folder that mails are put in */
                            readonly place: string;
                            /** @description Within the last day */
                            readonly sentLately: number;
                            readonly trouble: {
                                /** @description `unreachable`, `tls`, `sign-in`, `folder-not-writable`, `folder-full`, … */
                                readonly problem: string;
                                /** Format: date-time */
                                readonly since: string;
                                readonly waiting: number;
                            } | null;
                            readonly waiting: number;
                            /** @enum {string} */
                            readonly way: "smtp" | "folder";
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/mail/wordings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Every mail that the centre sends */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly changedAt: string | null;
                                readonly changedBy: string | null;
                                readonly isOriginal: boolean;
                                /** @enum {string} */
                                readonly language: "cs" | "en" | "sk";
                                /** @enum {string} */
                                readonly name: "registration-confirm" | "registration-received" | "registration-question" | "registration-refused" | "registration-approved" | "registration-waits" | "registration-answered" | "invitation" | "message-arrived" | "urgent-message-arrived" | "images-requested" | "urgent-images-requested" | "images-request-overdue" | "urgent-images-request-overdue" | "images-request-escalated" | "urgent-images-request-escalated" | "images-request-refused" | "urgent-images-request-refused" | "daily-arrivals" | "message-failed" | "message-received" | "mailbox-filling" | "certificate-ending" | "webhook-paused" | "data-expires" | "package-damaged" | "node-silent" | "node-back" | "node-certificate-ends";
                                readonly subject: string;
                                /** @description 0: never changed */
                                readonly version: number;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/mail/wordings/{name}/{language}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What a mail says, what it is filled with, and its versions */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly language: "cs" | "en" | "sk";
                    readonly name: "registration-confirm" | "registration-received" | "registration-question" | "registration-refused" | "registration-approved" | "registration-waits" | "registration-answered" | "invitation" | "message-arrived" | "urgent-message-arrived" | "images-requested" | "urgent-images-requested" | "images-request-overdue" | "urgent-images-request-overdue" | "images-request-escalated" | "urgent-images-request-escalated" | "images-request-refused" | "urgent-images-request-refused" | "daily-arrivals" | "message-failed" | "message-received" | "mailbox-filling" | "certificate-ending" | "webhook-paused" | "data-expires" | "package-damaged" | "node-silent" | "node-back" | "node-certificate-ends";
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly changedAt: string | null;
                            readonly changedBy: string | null;
                            readonly isOriginal: boolean;
                            /** @enum {string} */
                            readonly language: "cs" | "en" | "sk";
                            /** @enum {string} */
                            readonly name: "registration-confirm" | "registration-received" | "registration-question" | "registration-refused" | "registration-approved" | "registration-waits" | "registration-answered" | "invitation" | "message-arrived" | "urgent-message-arrived" | "images-requested" | "urgent-images-requested" | "images-request-overdue" | "urgent-images-request-overdue" | "images-request-escalated" | "urgent-images-request-escalated" | "images-request-refused" | "urgent-images-request-refused" | "daily-arrivals" | "message-failed" | "message-received" | "mailbox-filling" | "certificate-ending" | "webhook-paused" | "data-expires" | "package-damaged" | "node-silent" | "node-back" | "node-certificate-ends";
                            readonly original: {
                                readonly subject: string;
                                readonly text: string;
                            };
                            readonly placeholders: readonly {
                                /** @description It may stand in the subject */
                                readonly isForSubject: boolean;
                                /** @description The text is refused without it */
                                readonly isObligatory: boolean;
                                /** @description Its paragraph is left out when there is nothing to say */
                                readonly mayBeEmpty: boolean;
                                readonly name: string;
                                readonly sample: string;
                            }[];
                            readonly subject: string;
                            readonly text: string;
                            /** @description 0: never changed */
                            readonly version: number;
                            /** @description The newest first; a wording that is null: back to the original */
                            readonly versions: readonly {
                                /** Format: date-time */
                                readonly changedAt: string;
                                readonly changedBy: string | null;
                                readonly version: number;
                                readonly wording: {
                                    readonly subject: string;
                                    readonly text: string;
                                } | null;
                            }[];
                        };
                    };
                };
            };
        };
        /** Word a mail anew, from the next one on */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly language: "cs" | "en" | "sk";
                    readonly name: "registration-confirm" | "registration-received" | "registration-question" | "registration-refused" | "registration-approved" | "registration-waits" | "registration-answered" | "invitation" | "message-arrived" | "urgent-message-arrived" | "images-requested" | "urgent-images-requested" | "images-request-overdue" | "urgent-images-request-overdue" | "images-request-escalated" | "urgent-images-request-escalated" | "images-request-refused" | "urgent-images-request-refused" | "daily-arrivals" | "message-failed" | "message-received" | "mailbox-filling" | "certificate-ending" | "webhook-paused" | "data-expires" | "package-damaged" | "node-silent" | "node-back" | "node-certificate-ends";
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description The version that the change begins from; 0: the original, never changed */
                        readonly after: number;
                        /** @description One line */
                        readonly subject: string;
                        /** @description Paragraphs divided by an empty line, placeholders in braces: `{link}` */
                        readonly text: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly changedAt: string | null;
                            readonly changedBy: string | null;
                            readonly isOriginal: boolean;
                            /** @enum {string} */
                            readonly language: "cs" | "en" | "sk";
                            /** @enum {string} */
                            readonly name: "registration-confirm" | "registration-received" | "registration-question" | "registration-refused" | "registration-approved" | "registration-waits" | "registration-answered" | "invitation" | "message-arrived" | "urgent-message-arrived" | "images-requested" | "urgent-images-requested" | "images-request-overdue" | "urgent-images-request-overdue" | "images-request-escalated" | "urgent-images-request-escalated" | "images-request-refused" | "urgent-images-request-refused" | "daily-arrivals" | "message-failed" | "message-received" | "mailbox-filling" | "certificate-ending" | "webhook-paused" | "data-expires" | "package-damaged" | "node-silent" | "node-back" | "node-certificate-ends";
                            readonly original: {
                                readonly subject: string;
                                readonly text: string;
                            };
                            readonly placeholders: readonly {
                                /** @description It may stand in the subject */
                                readonly isForSubject: boolean;
                                /** @description The text is refused without it */
                                readonly isObligatory: boolean;
                                /** @description Its paragraph is left out when there is nothing to say */
                                readonly mayBeEmpty: boolean;
                                readonly name: string;
                                readonly sample: string;
                            }[];
                            readonly subject: string;
                            readonly text: string;
                            /** @description 0: never changed */
                            readonly version: number;
                            /** @description The newest first; a wording that is null: back to the original */
                            readonly versions: readonly {
                                /** Format: date-time */
                                readonly changedAt: string;
                                readonly changedBy: string | null;
                                readonly version: number;
                                readonly wording: {
                                    readonly subject: string;
                                    readonly text: string;
                                } | null;
                            }[];
                        };
                    };
                };
            };
        };
        readonly post?: never;
        /** Back to what the centre says by itself; the versions stay */
        readonly delete: {
            readonly parameters: {
                readonly query: {
                    /** @description The version that the change begins from; 0: the original, never changed */
                    readonly after: number;
                };
                readonly header?: never;
                readonly path: {
                    readonly language: "cs" | "en" | "sk";
                    readonly name: "registration-confirm" | "registration-received" | "registration-question" | "registration-refused" | "registration-approved" | "registration-waits" | "registration-answered" | "invitation" | "message-arrived" | "urgent-message-arrived" | "images-requested" | "urgent-images-requested" | "images-request-overdue" | "urgent-images-request-overdue" | "images-request-escalated" | "urgent-images-request-escalated" | "images-request-refused" | "urgent-images-request-refused" | "daily-arrivals" | "message-failed" | "message-received" | "mailbox-filling" | "certificate-ending" | "webhook-paused" | "data-expires" | "package-damaged" | "node-silent" | "node-back" | "node-certificate-ends";
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly changedAt: string | null;
                            readonly changedBy: string | null;
                            readonly isOriginal: boolean;
                            /** @enum {string} */
                            readonly language: "cs" | "en" | "sk";
                            /** @enum {string} */
                            readonly name: "registration-confirm" | "registration-received" | "registration-question" | "registration-refused" | "registration-approved" | "registration-waits" | "registration-answered" | "invitation" | "message-arrived" | "urgent-message-arrived" | "images-requested" | "urgent-images-requested" | "images-request-overdue" | "urgent-images-request-overdue" | "images-request-escalated" | "urgent-images-request-escalated" | "images-request-refused" | "urgent-images-request-refused" | "daily-arrivals" | "message-failed" | "message-received" | "mailbox-filling" | "certificate-ending" | "webhook-paused" | "data-expires" | "package-damaged" | "node-silent" | "node-back" | "node-certificate-ends";
                            readonly original: {
                                readonly subject: string;
                                readonly text: string;
                            };
                            readonly placeholders: readonly {
                                /** @description It may stand in the subject */
                                readonly isForSubject: boolean;
                                /** @description The text is refused without it */
                                readonly isObligatory: boolean;
                                /** @description Its paragraph is left out when there is nothing to say */
                                readonly mayBeEmpty: boolean;
                                readonly name: string;
                                readonly sample: string;
                            }[];
                            readonly subject: string;
                            readonly text: string;
                            /** @description 0: never changed */
                            readonly version: number;
                            /** @description The newest first; a wording that is null: back to the original */
                            readonly versions: readonly {
                                /** Format: date-time */
                                readonly changedAt: string;
                                readonly changedBy: string | null;
                                readonly version: number;
                                readonly wording: {
                                    readonly subject: string;
                                    readonly text: string;
                                } | null;
                            }[];
                        };
                    };
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/mail/wordings/{name}/{language}/preview": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What a wording makes of sample values; nothing is kept */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly language: "cs" | "en" | "sk";
                    readonly name: "registration-confirm" | "registration-received" | "registration-question" | "registration-refused" | "registration-approved" | "registration-waits" | "registration-answered" | "invitation" | "message-arrived" | "urgent-message-arrived" | "images-requested" | "urgent-images-requested" | "images-request-overdue" | "urgent-images-request-overdue" | "images-request-escalated" | "urgent-images-request-escalated" | "images-request-refused" | "urgent-images-request-refused" | "daily-arrivals" | "message-failed" | "message-received" | "mailbox-filling" | "certificate-ending" | "webhook-paused" | "data-expires" | "package-damaged" | "node-silent" | "node-back" | "node-certificate-ends";
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description One line */
                        readonly subject: string;
                        /** @description Paragraphs divided by an empty line, placeholders in braces: `{link}` */
                        readonly text: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description What the mail shows, from top to bottom */
                            readonly blocks: readonly ({
                                /** @enum {string} */
                                readonly kind: "text" | "quote";
                                readonly text: string;
                            } | {
                                readonly address: string;
                                /** @enum {string} */
                                readonly kind: "link";
                                readonly label: string;
                            } | {
                                readonly code: string;
                                /** @enum {string} */
                                readonly kind: "code";
                                readonly label: string;
                            })[];
                            readonly subject: string;
                            /** @description The same as plain text, as it is sent */
                            readonly text: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/mail/wordings/{name}/{language}/trial": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Send a wording with sample values to oneself; nothing else is kept */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly language: "cs" | "en" | "sk";
                    readonly name: "registration-confirm" | "registration-received" | "registration-question" | "registration-refused" | "registration-approved" | "registration-waits" | "registration-answered" | "invitation" | "message-arrived" | "urgent-message-arrived" | "images-requested" | "urgent-images-requested" | "images-request-overdue" | "urgent-images-request-overdue" | "images-request-escalated" | "urgent-images-request-escalated" | "images-request-refused" | "urgent-images-request-refused" | "daily-arrivals" | "message-failed" | "message-received" | "mailbox-filling" | "certificate-ending" | "webhook-paused" | "data-expires" | "package-damaged" | "node-silent" | "node-back" | "node-certificate-ends";
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description One line */
                        readonly subject: string;
                        /** @description Paragraphs divided by an empty line, placeholders in braces: `{link}` */
                        readonly text: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 202: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly to: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/mailbox": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Space and unread messages of the mailbox; asking does not prolong the session */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description That lie there with their data */
                            readonly messages: number;
                            /** @description Requests for images that were received and are open */
                            readonly openRequests: number;
                            readonly quotaBytes: number | null;
                            /** @description Of it, kept for messages that have not arrived yet */
                            readonly reservedBytes: number;
                            /** @description Not opened yet, or marked as unread */
                            readonly unread: number;
                            /** @description Of them, those of urgency `urgent` or `stat` */
                            readonly urgentRequests: number;
                            /** @description Messages under way included, for which space is kept */
                            readonly usedBytes: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/mailbox/largest": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The messages that take the most space in the mailbox, the largest first */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** @description What it takes of the mailbox */
                                readonly heldBytes: number;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                                readonly subject: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The inbox, or what was sent */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly box?: "inbox" | "sent";
                    /** @description Of any delivery: among the sent, how they stand at their recipients */
                    readonly delivery?: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                    /** @description False: without what the filters can choose from, which takes longest to count; otherwise with it */
                    readonly facets?: boolean;
                    readonly from?: string;
                    readonly institution?: string;
                    readonly order?: "ascending" | "descending";
                    readonly page?: number;
                    readonly pageSize?: number;
                    /** @description Words of the subject, the note, names of institutions, descriptions of studies */
                    readonly q?: string;
                    readonly sort?: "date" | "institution" | "size";
                    /** @description Of the delivery in the inbox; of the whole message among the sent */
                    readonly status?: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                    /** @description The first moment that is too late */
                    readonly to?: string;
                    readonly urgent?: boolean;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly facets?: {
                                /** @description By the status of deliveries: a message to several recipients may count under several */
                                readonly deliveries: readonly {
                                    readonly messages: number;
                                    readonly status: string;
                                }[];
                                readonly institutions: readonly {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly messages: number;
                                    readonly name: string;
                                }[];
                                readonly statuses: readonly {
                                    readonly messages: number;
                                    readonly status: string;
                                }[];
                            };
                            readonly items: readonly {
                                readonly allOrNothing: boolean;
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** @description All of them for the sender, its own for a recipient */
                                readonly deliveries: readonly {
                                    /** Format: date-time */
                                    readonly at: string;
                                    readonly institution: {
                                        /** Format: uuid */
                                        readonly id: string;
                                        readonly name: string;
                                    };
                                    /** @enum {string} */
                                    readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                                }[];
                                /** @description Encrypted from node to node: nobody else can read it, so nothing of its images is known here; `instances` is the sender's word */
                                readonly endToEnd: boolean;
                                /** Format: uuid */
                                readonly id: string;
                                readonly inReplyTo: string | null;
                                readonly instances: number;
                                readonly missingInstances: number | null;
                                readonly note: string;
                                readonly problem: ("mailbox-full" | "centre-out-of-space" | "centre-failure") | null;
                                readonly recipients: readonly {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                }[];
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                /** @description Of the package; before it is there, what the uploads declare */
                                readonly sizeBytes: number;
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "rejected" | "cancelled" | "expired" | "deleted";
                                readonly studies: readonly {
                                    readonly date: string | null;
                                    readonly description: string | null;
                                    readonly modalities: readonly string[];
                                    readonly patient: {
                                        readonly birthDate: string | null;
                                        readonly id: string;
                                        readonly name: string;
                                        readonly sex: string | null;
                                    };
                                    readonly series: readonly {
                                        readonly description: string | null;
                                        readonly instances: number;
                                        readonly modality: string;
                                        readonly seriesInstanceUid: string;
                                    }[];
                                    readonly studyInstanceUid: string;
                                }[];
                                readonly subject: string;
                                /** @description In the mailbox of who reads: not opened yet, or marked as unread */
                                readonly unread: boolean;
                                readonly urgent: boolean;
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                            /** @description Not opened yet, or marked as unread; whatever the filter */
                            readonly unread: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** Send */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description One file that is refused sinks the whole message */
                        readonly allOrNothing?: boolean;
                        /**
                         * Format: uuid
                         * @description The request for images of one of the recipients that it answers
                         */
                        readonly answers?: string;
                        /** @description With its delivery the request is answered; otherwise more may follow */
                        readonly answersInFull?: boolean;
                        /** @description What is going to arrive, by study, each once: everybody sees what of it is missing */
                        readonly declared?: readonly {
                            readonly instances: number;
                            /** @description Where they are known: each once, as many as `instances` says */
                            readonly sopInstanceUids?: readonly string[];
                            /** @description Study Instance UID */
                            readonly study: string;
                        }[];
                        /** @description PDFs that travel as Encapsulated PDF in a study */
                        readonly documents?: readonly {
                            readonly study?: string | null;
                            /** @description Not blank */
                            readonly title: string;
                            /**
                             * Format: uuid
                             * @description None of `uploads`
                             */
                            readonly upload: string;
                        }[];
                        /** @description From nodes only: the one upload is encrypted to nodes of every recipient, and is not opened here */
                        readonly endToEnd?: {
                            /** @description As the sender says */
                            readonly instances: number;
                            /** @description `kid` of the recipients' nodes' keys that open it, as they stand in the package's header */
                            readonly keys: readonly string[];
                        };
                        readonly inReplyTo?: string | null;
                        readonly note?: string;
                        /** @description Each once */
                        readonly recipients: readonly string[];
                        readonly subject?: string;
                        /**
                         * Format: uuid
                         * @description A message of the own institution to the same recipients whose later images these are
                         */
                        readonly supplementTo?: string;
                        /** @description Each once; complete or still under way */
                        readonly uploads: readonly string[];
                        readonly urgent?: boolean;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly allOrNothing: boolean;
                            readonly answers: {
                                readonly clinician: string;
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                            } | null;
                            /** @description What the PACS behind a recipient's communication node took; seen as deliveries are */
                            readonly atPacs: readonly {
                                /** @description Where the node stores into several PACS, how much each has */
                                readonly atEach: readonly {
                                    /** @description As the node calls it */
                                    readonly name: string;
                                    readonly refused: number;
                                    readonly stored: number;
                                    readonly waiting: number;
                                }[];
                                /** @description Of the stored ones: decompressed, since the PACS does not take them as they are */
                                readonly decompressed: number;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly refused: readonly {
                                    /** @description The PACS's own words */
                                    readonly comment: string;
                                    readonly sopInstanceUid: string;
                                    readonly status: number | null;
                                }[];
                                readonly stored: number;
                                /** @description Whether the node waits for a person there to say under which patient it is stored */
                                readonly waitsForDecision: boolean;
                            }[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly declared: {
                                readonly arrived: number | null;
                                readonly instances: number;
                                readonly studies: readonly {
                                    readonly arrived: number | null;
                                    readonly instances: number;
                                    /** @description SOP Instance UIDs, where the sender named them; of all studies together at most 1000 */
                                    readonly missing: readonly string[];
                                    readonly studyInstanceUid: string;
                                }[];
                                readonly unnamed: number | null;
                            } | null;
                            /** @description All of them for the sender, its own for a recipient */
                            readonly deliveries: readonly {
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                            }[];
                            /** @description Encrypted from node to node: nobody else can read it, so nothing of its images is known here; `instances` is the sender's word */
                            readonly endToEnd: boolean;
                            readonly events: readonly {
                                /** @description A person's name, 'DICOM' and the AE title of a gateway, or 'centre' */
                                readonly actor: string;
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                } | null;
                                readonly what: string;
                            }[];
                            readonly files: readonly {
                                readonly code: string | null;
                                readonly detail: string | null;
                                /** @enum {string} */
                                readonly outcome: "accepted" | "warning" | "left-out" | "refused";
                                readonly path: string;
                            }[];
                            readonly forwardedFrom: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                            } | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly inReplyTo: string | null;
                            readonly instances: number;
                            readonly missingInstances: number | null;
                            readonly note: string;
                            readonly packageSha256: string | null;
                            readonly problem: ("mailbox-full" | "centre-out-of-space" | "centre-failure") | null;
                            readonly recipients: readonly {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            }[];
                            /** @description The newest replies to it that who reads may read */
                            readonly replies: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            }[];
                            readonly repliesTo: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            } | null;
                            readonly sender: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** @description False: the sender has no mailbox to reply to */
                            readonly senderTakesMessages: boolean;
                            /** @description Of the package; before it is there, what the uploads declare */
                            readonly sizeBytes: number;
                            /** @enum {string} */
                            readonly status: "uploading" | "checking" | "accepted" | "delivered" | "rejected" | "cancelled" | "expired" | "deleted";
                            readonly studies: readonly {
                                readonly date: string | null;
                                readonly description: string | null;
                                readonly modalities: readonly string[];
                                readonly patient: {
                                    readonly birthDate: string | null;
                                    readonly id: string;
                                    readonly name: string;
                                    readonly sex: string | null;
                                };
                                readonly series: readonly {
                                    readonly description: string | null;
                                    readonly instances: number;
                                    readonly modality: string;
                                    readonly seriesInstanceUid: string;
                                }[];
                                readonly studyInstanceUid: string;
                            }[];
                            /** @description How many files of each study had which outcome, where the study is known */
                            readonly studyResults: readonly {
                                readonly accepted: number;
                                readonly leftOut: number;
                                readonly refused: number;
                                readonly studyInstanceUid: string;
                                readonly warnings: number;
                            }[];
                            readonly subject: string;
                            /** @description Messages with later images of this one that who reads may read, the oldest first */
                            readonly supplements: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            }[];
                            readonly supplementTo: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            } | null;
                            /** @description In the mailbox of who reads: not opened yet, or marked as unread */
                            readonly unread: boolean;
                            readonly urgent: boolean;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One message with files and history */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly allOrNothing: boolean;
                            readonly answers: {
                                readonly clinician: string;
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                            } | null;
                            /** @description What the PACS behind a recipient's communication node took; seen as deliveries are */
                            readonly atPacs: readonly {
                                /** @description Where the node stores into several PACS, how much each has */
                                readonly atEach: readonly {
                                    /** @description As the node calls it */
                                    readonly name: string;
                                    readonly refused: number;
                                    readonly stored: number;
                                    readonly waiting: number;
                                }[];
                                /** @description Of the stored ones: decompressed, since the PACS does not take them as they are */
                                readonly decompressed: number;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly refused: readonly {
                                    /** @description The PACS's own words */
                                    readonly comment: string;
                                    readonly sopInstanceUid: string;
                                    readonly status: number | null;
                                }[];
                                readonly stored: number;
                                /** @description Whether the node waits for a person there to say under which patient it is stored */
                                readonly waitsForDecision: boolean;
                            }[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly declared: {
                                readonly arrived: number | null;
                                readonly instances: number;
                                readonly studies: readonly {
                                    readonly arrived: number | null;
                                    readonly instances: number;
                                    /** @description SOP Instance UIDs, where the sender named them; of all studies together at most 1000 */
                                    readonly missing: readonly string[];
                                    readonly studyInstanceUid: string;
                                }[];
                                readonly unnamed: number | null;
                            } | null;
                            /** @description All of them for the sender, its own for a recipient */
                            readonly deliveries: readonly {
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                            }[];
                            /** @description Encrypted from node to node: nobody else can read it, so nothing of its images is known here; `instances` is the sender's word */
                            readonly endToEnd: boolean;
                            readonly events: readonly {
                                /** @description A person's name, 'DICOM' and the AE title of a gateway, or 'centre' */
                                readonly actor: string;
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                } | null;
                                readonly what: string;
                            }[];
                            readonly files: readonly {
                                readonly code: string | null;
                                readonly detail: string | null;
                                /** @enum {string} */
                                readonly outcome: "accepted" | "warning" | "left-out" | "refused";
                                readonly path: string;
                            }[];
                            readonly forwardedFrom: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                            } | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly inReplyTo: string | null;
                            readonly instances: number;
                            readonly missingInstances: number | null;
                            readonly note: string;
                            readonly packageSha256: string | null;
                            readonly problem: ("mailbox-full" | "centre-out-of-space" | "centre-failure") | null;
                            readonly recipients: readonly {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            }[];
                            /** @description The newest replies to it that who reads may read */
                            readonly replies: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            }[];
                            readonly repliesTo: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            } | null;
                            readonly sender: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** @description False: the sender has no mailbox to reply to */
                            readonly senderTakesMessages: boolean;
                            /** @description Of the package; before it is there, what the uploads declare */
                            readonly sizeBytes: number;
                            /** @enum {string} */
                            readonly status: "uploading" | "checking" | "accepted" | "delivered" | "rejected" | "cancelled" | "expired" | "deleted";
                            readonly studies: readonly {
                                readonly date: string | null;
                                readonly description: string | null;
                                readonly modalities: readonly string[];
                                readonly patient: {
                                    readonly birthDate: string | null;
                                    readonly id: string;
                                    readonly name: string;
                                    readonly sex: string | null;
                                };
                                readonly series: readonly {
                                    readonly description: string | null;
                                    readonly instances: number;
                                    readonly modality: string;
                                    readonly seriesInstanceUid: string;
                                }[];
                                readonly studyInstanceUid: string;
                            }[];
                            /** @description How many files of each study had which outcome, where the study is known */
                            readonly studyResults: readonly {
                                readonly accepted: number;
                                readonly leftOut: number;
                                readonly refused: number;
                                readonly studyInstanceUid: string;
                                readonly warnings: number;
                            }[];
                            readonly subject: string;
                            /** @description Messages with later images of this one that who reads may read, the oldest first */
                            readonly supplements: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            }[];
                            readonly supplementTo: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            } | null;
                            /** @description In the mailbox of who reads: not opened yet, or marked as unread */
                            readonly unread: boolean;
                            readonly urgent: boolean;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Take a message back that no recipient knows of yet */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly allOrNothing: boolean;
                            readonly answers: {
                                readonly clinician: string;
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                            } | null;
                            /** @description What the PACS behind a recipient's communication node took; seen as deliveries are */
                            readonly atPacs: readonly {
                                /** @description Where the node stores into several PACS, how much each has */
                                readonly atEach: readonly {
                                    /** @description As the node calls it */
                                    readonly name: string;
                                    readonly refused: number;
                                    readonly stored: number;
                                    readonly waiting: number;
                                }[];
                                /** @description Of the stored ones: decompressed, since the PACS does not take them as they are */
                                readonly decompressed: number;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly refused: readonly {
                                    /** @description The PACS's own words */
                                    readonly comment: string;
                                    readonly sopInstanceUid: string;
                                    readonly status: number | null;
                                }[];
                                readonly stored: number;
                                /** @description Whether the node waits for a person there to say under which patient it is stored */
                                readonly waitsForDecision: boolean;
                            }[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly declared: {
                                readonly arrived: number | null;
                                readonly instances: number;
                                readonly studies: readonly {
                                    readonly arrived: number | null;
                                    readonly instances: number;
                                    /** @description SOP Instance UIDs, where the sender named them; of all studies together at most 1000 */
                                    readonly missing: readonly string[];
                                    readonly studyInstanceUid: string;
                                }[];
                                readonly unnamed: number | null;
                            } | null;
                            /** @description All of them for the sender, its own for a recipient */
                            readonly deliveries: readonly {
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                            }[];
                            /** @description Encrypted from node to node: nobody else can read it, so nothing of its images is known here; `instances` is the sender's word */
                            readonly endToEnd: boolean;
                            readonly events: readonly {
                                /** @description A person's name, 'DICOM' and the AE title of a gateway, or 'centre' */
                                readonly actor: string;
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                } | null;
                                readonly what: string;
                            }[];
                            readonly files: readonly {
                                readonly code: string | null;
                                readonly detail: string | null;
                                /** @enum {string} */
                                readonly outcome: "accepted" | "warning" | "left-out" | "refused";
                                readonly path: string;
                            }[];
                            readonly forwardedFrom: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                            } | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly inReplyTo: string | null;
                            readonly instances: number;
                            readonly missingInstances: number | null;
                            readonly note: string;
                            readonly packageSha256: string | null;
                            readonly problem: ("mailbox-full" | "centre-out-of-space" | "centre-failure") | null;
                            readonly recipients: readonly {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            }[];
                            /** @description The newest replies to it that who reads may read */
                            readonly replies: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            }[];
                            readonly repliesTo: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            } | null;
                            readonly sender: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** @description False: the sender has no mailbox to reply to */
                            readonly senderTakesMessages: boolean;
                            /** @description Of the package; before it is there, what the uploads declare */
                            readonly sizeBytes: number;
                            /** @enum {string} */
                            readonly status: "uploading" | "checking" | "accepted" | "delivered" | "rejected" | "cancelled" | "expired" | "deleted";
                            readonly studies: readonly {
                                readonly date: string | null;
                                readonly description: string | null;
                                readonly modalities: readonly string[];
                                readonly patient: {
                                    readonly birthDate: string | null;
                                    readonly id: string;
                                    readonly name: string;
                                    readonly sex: string | null;
                                };
                                readonly series: readonly {
                                    readonly description: string | null;
                                    readonly instances: number;
                                    readonly modality: string;
                                    readonly seriesInstanceUid: string;
                                }[];
                                readonly studyInstanceUid: string;
                            }[];
                            /** @description How many files of each study had which outcome, where the study is known */
                            readonly studyResults: readonly {
                                readonly accepted: number;
                                readonly leftOut: number;
                                readonly refused: number;
                                readonly studyInstanceUid: string;
                                readonly warnings: number;
                            }[];
                            readonly subject: string;
                            /** @description Messages with later images of this one that who reads may read, the oldest first */
                            readonly supplements: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            }[];
                            readonly supplementTo: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            } | null;
                            /** @description In the mailbox of who reads: not opened yet, or marked as unread */
                            readonly unread: boolean;
                            readonly urgent: boolean;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/data": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Delete the data from the caller's mailbox; the record stays */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/fhir": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The message's studies as FHIR R4: a Bundle of ImagingStudy */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/foreseen": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What an institution's PACS would do with the message's images, if it were forwarded there */
        readonly get: {
            readonly parameters: {
                readonly query: {
                    readonly recipient: string;
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description Empty: nothing is to be said, also where nobody knows what the PACS take */
                            readonly items: readonly {
                                /** @description UIDs of SOP classes or transfer syntaxes, or terms of character sets */
                                readonly about: readonly string[];
                                readonly instances: number;
                                /** @description False: another PACS may take it, or it hangs on which node gets it, or on images of which not each was read */
                                readonly isCertain: boolean;
                                /** @description At one of several PACS */
                                readonly isPartly: boolean;
                                readonly modalities: readonly string[];
                                /** @description Study Instance UID */
                                readonly study: string;
                                /**
                                 * @description Refused: it stays in the mailbox; `decompressed`: it is stored in Explicit VR Little Endian; `characters`: texts may be shown wrong
                                 * @enum {string}
                                 */
                                readonly what: "characters" | "decompressed" | "syntax-refused" | "class-refused";
                            }[];
                            /** @description By UID (PS3.6 table A-1) */
                            readonly sopClassNames: {
                                readonly [key: string]: string;
                            };
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/forward": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Send the images of a message on, all or some studies, without uploading them again */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly note?: string;
                        /** @description Each once */
                        readonly recipients: readonly string[];
                        /** @description Their Study Instance UIDs, each once; without it, all that the message holds */
                        readonly studies?: readonly string[];
                        readonly subject?: string;
                        readonly urgent?: boolean;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly allOrNothing: boolean;
                            readonly answers: {
                                readonly clinician: string;
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                            } | null;
                            /** @description What the PACS behind a recipient's communication node took; seen as deliveries are */
                            readonly atPacs: readonly {
                                /** @description Where the node stores into several PACS, how much each has */
                                readonly atEach: readonly {
                                    /** @description As the node calls it */
                                    readonly name: string;
                                    readonly refused: number;
                                    readonly stored: number;
                                    readonly waiting: number;
                                }[];
                                /** @description Of the stored ones: decompressed, since the PACS does not take them as they are */
                                readonly decompressed: number;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly refused: readonly {
                                    /** @description The PACS's own words */
                                    readonly comment: string;
                                    readonly sopInstanceUid: string;
                                    readonly status: number | null;
                                }[];
                                readonly stored: number;
                                /** @description Whether the node waits for a person there to say under which patient it is stored */
                                readonly waitsForDecision: boolean;
                            }[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly declared: {
                                readonly arrived: number | null;
                                readonly instances: number;
                                readonly studies: readonly {
                                    readonly arrived: number | null;
                                    readonly instances: number;
                                    /** @description SOP Instance UIDs, where the sender named them; of all studies together at most 1000 */
                                    readonly missing: readonly string[];
                                    readonly studyInstanceUid: string;
                                }[];
                                readonly unnamed: number | null;
                            } | null;
                            /** @description All of them for the sender, its own for a recipient */
                            readonly deliveries: readonly {
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                            }[];
                            /** @description Encrypted from node to node: nobody else can read it, so nothing of its images is known here; `instances` is the sender's word */
                            readonly endToEnd: boolean;
                            readonly events: readonly {
                                /** @description A person's name, 'DICOM' and the AE title of a gateway, or 'centre' */
                                readonly actor: string;
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                } | null;
                                readonly what: string;
                            }[];
                            readonly files: readonly {
                                readonly code: string | null;
                                readonly detail: string | null;
                                /** @enum {string} */
                                readonly outcome: "accepted" | "warning" | "left-out" | "refused";
                                readonly path: string;
                            }[];
                            readonly forwardedFrom: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                            } | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly inReplyTo: string | null;
                            readonly instances: number;
                            readonly missingInstances: number | null;
                            readonly note: string;
                            readonly packageSha256: string | null;
                            readonly problem: ("mailbox-full" | "centre-out-of-space" | "centre-failure") | null;
                            readonly recipients: readonly {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            }[];
                            /** @description The newest replies to it that who reads may read */
                            readonly replies: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            }[];
                            readonly repliesTo: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            } | null;
                            readonly sender: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** @description False: the sender has no mailbox to reply to */
                            readonly senderTakesMessages: boolean;
                            /** @description Of the package; before it is there, what the uploads declare */
                            readonly sizeBytes: number;
                            /** @enum {string} */
                            readonly status: "uploading" | "checking" | "accepted" | "delivered" | "rejected" | "cancelled" | "expired" | "deleted";
                            readonly studies: readonly {
                                readonly date: string | null;
                                readonly description: string | null;
                                readonly modalities: readonly string[];
                                readonly patient: {
                                    readonly birthDate: string | null;
                                    readonly id: string;
                                    readonly name: string;
                                    readonly sex: string | null;
                                };
                                readonly series: readonly {
                                    readonly description: string | null;
                                    readonly instances: number;
                                    readonly modality: string;
                                    readonly seriesInstanceUid: string;
                                }[];
                                readonly studyInstanceUid: string;
                            }[];
                            /** @description How many files of each study had which outcome, where the study is known */
                            readonly studyResults: readonly {
                                readonly accepted: number;
                                readonly leftOut: number;
                                readonly refused: number;
                                readonly studyInstanceUid: string;
                                readonly warnings: number;
                            }[];
                            readonly subject: string;
                            /** @description Messages with later images of this one that who reads may read, the oldest first */
                            readonly supplements: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            }[];
                            readonly supplementTo: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly subject: string;
                            } | null;
                            /** @description In the mailbox of who reads: not opened yet, or marked as unread */
                            readonly unread: boolean;
                            readonly urgent: boolean;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/hand-offs/{viewer}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** An address that opens the message, or one study of it, in a desktop viewer; it serves once */
        readonly post: {
            readonly parameters: {
                readonly query?: {
                    readonly study?: string;
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                    readonly viewer: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly address: string;
                            /** Format: date-time */
                            readonly expiresAt: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/imaging-manifests/{study}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Which instances a study consists of and where they are retrieved, as a DICOM Key Object Selection (IHE RAD MADO) */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/imaging-manifests/{study}/fhir": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The same as a FHIR document: a Bundle in R4; in R5 with `Accept: application/fhir+json; fhirVersion=5.0` */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/manifest": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** SHA-256 of every image of the package and of the package, signed: a line of JWS, then a line of JSON for each image */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description text/plain */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": string;
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/package": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The images, all or those of some studies, as a ZIP with a DICOM file-set; ranges and conditions as for any static file */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description `xdm`: with INDEX.HTM, README.TXT and IHE_XDM beside the file-set (ITI TF-2 3.32); otherwise the file-set alone */
                    readonly form?: "file-set" | "xdm";
                    /** @description Study Instance UIDs; without it, the whole package */
                    readonly study?: readonly string[];
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /** The images, all or those of some studies, as a ZIP with a DICOM file-set; ranges and conditions as for any static file */
        readonly head: {
            readonly parameters: {
                readonly query?: {
                    /** @description `xdm`: with INDEX.HTM, README.TXT and IHE_XDM beside the file-set (ITI TF-2 3.32); otherwise the file-set alone */
                    readonly form?: "file-set" | "xdm";
                    /** @description Study Instance UIDs; without it, the whole package */
                    readonly study?: readonly string[];
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/receipts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Signed receipts: delivered, opened, stored, deleted. All for the sender, its own for a recipient */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** Format: date-time */
                                readonly at: string;
                                /** @description The recipient */
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                /** @description The receipt: JWS in compact form, signed by the centre */
                                readonly jws: string;
                                /** @enum {string} */
                                readonly kind: "delivered" | "opened" | "stored" | "deleted";
                                /** @description The same, signed by the recipient's node with the key of its certificate */
                                readonly nodeJws?: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/facets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What the filters of a box can choose from, and how many messages each finds */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly box?: "inbox" | "sent";
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description By the status of deliveries: a message to several recipients may count under several */
                            readonly deliveries: readonly {
                                readonly messages: number;
                                readonly status: string;
                            }[];
                            readonly institutions: readonly {
                                /** Format: uuid */
                                readonly id: string;
                                readonly messages: number;
                                readonly name: string;
                            }[];
                            readonly statuses: readonly {
                                readonly messages: number;
                                readonly status: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/marks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Mark opened messages of one's mailbox as unread, or take the mark away; senders do not see it */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly messages: readonly string[];
                        readonly unread: boolean;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description Marked as wanted now: what was never opened stays unread, and what was deleted is not marked */
                            readonly messages: readonly string[];
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/search": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** The same, by patient too: in the body, since addresses are written down on their way */
        readonly post: {
            readonly parameters: {
                readonly query?: {
                    /** @description False: without what the filters can choose from, which takes longest to count; otherwise with it */
                    readonly facets?: boolean;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly box?: "inbox" | "sent";
                        /**
                         * @description Of any delivery: among the sent, how they stand at their recipients
                         * @enum {string}
                         */
                        readonly delivery?: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                        /** Format: date-time */
                        readonly from?: string;
                        /** Format: uuid */
                        readonly institution?: string;
                        /** @enum {string} */
                        readonly order?: "ascending" | "descending";
                        /** @default 1 */
                        readonly page?: number;
                        /** @default 20 */
                        readonly pageSize?: number;
                        /** @description Words of the name and ID of one patient */
                        readonly patient?: string;
                        /** @description Words of the subject, the note, names of institutions, descriptions of studies */
                        readonly q?: string;
                        /** @enum {string} */
                        readonly sort?: "date" | "institution" | "size";
                        /**
                         * @description Of the delivery in the inbox; of the whole message among the sent
                         * @enum {string}
                         */
                        readonly status?: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                        /**
                         * Format: date-time
                         * @description The first moment that is too late
                         */
                        readonly to?: string;
                        readonly urgent?: boolean;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly facets?: {
                                /** @description By the status of deliveries: a message to several recipients may count under several */
                                readonly deliveries: readonly {
                                    readonly messages: number;
                                    readonly status: string;
                                }[];
                                readonly institutions: readonly {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly messages: number;
                                    readonly name: string;
                                }[];
                                readonly statuses: readonly {
                                    readonly messages: number;
                                    readonly status: string;
                                }[];
                            };
                            readonly items: readonly {
                                readonly allOrNothing: boolean;
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** @description All of them for the sender, its own for a recipient */
                                readonly deliveries: readonly {
                                    /** Format: date-time */
                                    readonly at: string;
                                    readonly institution: {
                                        /** Format: uuid */
                                        readonly id: string;
                                        readonly name: string;
                                    };
                                    /** @enum {string} */
                                    readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                                }[];
                                /** @description Encrypted from node to node: nobody else can read it, so nothing of its images is known here; `instances` is the sender's word */
                                readonly endToEnd: boolean;
                                /** Format: uuid */
                                readonly id: string;
                                readonly inReplyTo: string | null;
                                readonly instances: number;
                                readonly missingInstances: number | null;
                                readonly note: string;
                                readonly problem: ("mailbox-full" | "centre-out-of-space" | "centre-failure") | null;
                                readonly recipients: readonly {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                }[];
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                /** @description Of the package; before it is there, what the uploads declare */
                                readonly sizeBytes: number;
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "rejected" | "cancelled" | "expired" | "deleted";
                                readonly studies: readonly {
                                    readonly date: string | null;
                                    readonly description: string | null;
                                    readonly modalities: readonly string[];
                                    readonly patient: {
                                        readonly birthDate: string | null;
                                        readonly id: string;
                                        readonly name: string;
                                        readonly sex: string | null;
                                    };
                                    readonly series: readonly {
                                        readonly description: string | null;
                                        readonly instances: number;
                                        readonly modality: string;
                                        readonly seriesInstanceUid: string;
                                    }[];
                                    readonly studyInstanceUid: string;
                                }[];
                                readonly subject: string;
                                /** @description In the mailbox of who reads: not opened yet, or marked as unread */
                                readonly unread: boolean;
                                readonly urgent: boolean;
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                            /** @description Not opened yet, or marked as unread; whatever the filter */
                            readonly unread: number;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/node-suppliers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Suppliers of communication nodes */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description In the order of the centre's configuration */
                            readonly items: readonly {
                                readonly email: string;
                                readonly name: string;
                                readonly phone: string | null;
                                /** Format: uri */
                                readonly website: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Communication nodes: all for operators, their own for representatives */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description Of this one alone */
                    readonly institution?: string;
                    readonly page?: number;
                    readonly pageSize?: number;
                    readonly state?: "revoked" | "silent" | "trouble" | "well";
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly certificateExpiresAt: string | null;
                                /** Format: date-time */
                                readonly enrolledAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly incoming: number;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly lastContactAt: string | null;
                                readonly outgoing: number;
                                readonly revokedAt: string | null;
                                /** @description Nothing was heard of it for five minutes, and it is not revoked */
                                readonly silent: boolean;
                                readonly trouble: string | null;
                                readonly version: string;
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** Enrol a communication node with a code */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description PKCS #10 in PEM, with a P-256 key */
                        readonly certificateRequest: string;
                        readonly code: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description PEM */
                            readonly certificate: string;
                            /** @description Where the node calls from now on, with its certificate */
                            readonly certificateEntrance: string;
                            /** Format: date-time */
                            readonly expiresAt: string;
                            /** Format: uuid */
                            readonly id: string;
                            readonly institution: {
                                readonly aeTitle: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/{id}/passport": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What the PACS of one node take, by their names there */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** Format: uuid */
                            readonly node: string;
                            readonly passport: {
                                readonly pacs: readonly {
                                    readonly characterSets: readonly string[] | null;
                                    /** @description Transfer syntaxes that the node turns into Explicit VR Little Endian where the PACS does not take them */
                                    readonly decompresses: readonly string[];
                                    readonly learnedAt: string | null;
                                    /** @description As the node calls it */
                                    readonly name: string;
                                    readonly takes: {
                                        readonly kinds: readonly {
                                            readonly sopClassUids: readonly string[];
                                            /** @description In which these classes are taken; empty: they are not. Classes in no group: not known */
                                            readonly transferSyntaxUids: readonly string[];
                                        }[];
                                        /** @description Those that it was asked about; of others nothing is known */
                                        readonly transferSyntaxUids: readonly string[];
                                    } | null;
                                }[];
                                /** @description The first that matches an image says which PACS get it; without one all do */
                                readonly storing: readonly {
                                    readonly modality: readonly string[] | null;
                                    readonly sender: readonly string[] | null;
                                    readonly to: readonly string[];
                                }[];
                            } | null;
                            /** @description By UID (PS3.6 table A-1) */
                            readonly sopClassNames: {
                                readonly [key: string]: string;
                            };
                            readonly toldAt: string | null;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/{id}/revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A node whose certificate is to serve no more */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/codes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Codes that may still enrol a node: all for operators, their own for representatives */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description For this one alone */
                    readonly institution?: string;
                    readonly page?: number;
                    readonly pageSize?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                readonly createdBy: string | null;
                                /** Format: date-time */
                                readonly expiresAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** A code for another node */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly institution: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description Shown here, kept nowhere; serves once */
                            readonly code: string;
                            /** Format: date-time */
                            readonly expiresAt: string;
                            /** Format: uuid */
                            readonly id: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/codes/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** A code that is to enrol nobody */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/arriving": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Uploads for the node's institution that still come and may be read already */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** Format: uuid */
                                readonly id: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly urgent: boolean;
                            }[];
                            /** @description Why nothing is given to this institution while it comes: several of its nodes serve, or uploads lie in a store that several processes share; null: it is given */
                            readonly unavailable: "several-nodes" | "shared-store" | null;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/arriving/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** For whom an upload is, said before it is whole, so that their nodes may read it meanwhile */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly recipients: readonly string[];
                        readonly urgent?: boolean;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description Whose nodes are told and may read it while it comes; the others wait for the message */
                            readonly recipients: readonly string[];
                        };
                    };
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/arriving/{id}/content": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Its bytes as they come; ended properly when it is whole, cut when it is broken off */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description First byte that is wanted; 0 unless told */
                    readonly from?: number;
                };
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/certificate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Renew */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description PKCS #10 in PEM, with a P-256 key */
                        readonly certificateRequest: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description PEM */
                            readonly certificate: string;
                            /** Format: date-time */
                            readonly expiresAt: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Deliveries that wait for the node, the most pressing hundred */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly arrivedAs: string | null;
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** @description The package is encrypted to these keys, and has no list of instances here */
                                readonly endToEnd?: {
                                    readonly keys: readonly string[];
                                };
                                readonly instances: number;
                                /** Format: uuid */
                                readonly message: string;
                                readonly sender: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly sizeBytes: number;
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                                readonly supplementTo: string | null;
                                /** @description W3C Trace Context of the message, where the centre is traced */
                                readonly traceparent?: string;
                                readonly urgent: boolean;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/deliveries/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** What became of a delivery at the PACS */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly decompressed?: number;
                        /** @description How much each PACS has, where the node stores into several */
                        readonly pacs?: readonly {
                            /** @description As the node calls it */
                            readonly name: string;
                            readonly refused: number;
                            readonly stored: number;
                            readonly waiting: number;
                        }[];
                        /** @description delivered, stored: receipts signed with the key of the node's certificate (JWS) */
                        readonly receipts?: readonly string[];
                        readonly refused: readonly {
                            /** @description The PACS's own words */
                            readonly comment: string;
                            readonly sopInstanceUid: string;
                            readonly status: number | null;
                        }[];
                        /** @description The node does nothing more about it */
                        readonly settled: boolean;
                        /** @description Null: as it is. So a node settles what its administrator has cancelled there. */
                        readonly status: ("forwarded" | "stored" | "committed") | null;
                        readonly stored: number;
                        /** @description Whether a person there is to say under which patient it is stored */
                        readonly waitsForDecision?: boolean;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/deliveries/{id}/instances": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where each instance lies in the delivery's package, and its SHA-256 */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** @description Of its series; empty: it says none */
                                readonly modality: string;
                                /** @description Of its first byte in the package */
                                readonly offset: number;
                                /** @description Of these bytes, a DICOM file, in hexadecimal */
                                readonly sha256: string;
                                readonly sizeBytes: number;
                                readonly sopClassUid: string;
                                readonly sopInstanceUid: string;
                                readonly transferSyntaxUid: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/deliveries/{id}/outline": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The delivery's package without the bytes of its images, for a node that has those already */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/end-to-end-key": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** What others may encrypt to for this node */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description JWS (general JSON) signed by the node's end-to-end identity and by its certificate's key */
                        readonly statement: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/end-to-end-keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Nodes' keys to encrypt to, and the authority under them */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description Of its nodes alone */
                    readonly institution?: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description The node authority's certificate, PEM */
                            readonly authority: string;
                            readonly items: readonly {
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                /** Format: uuid */
                                readonly node: string;
                                /** @description To be checked by whoever encrypts to it */
                                readonly statement: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/participants": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Everybody that a node can send to, with the AE title */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly aeTitle: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/passport": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** What the PACS of the node take: SOP classes, transfer syntaxes, character sets */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly pacs: readonly {
                            readonly characterSets: readonly string[] | null;
                            /** @description Transfer syntaxes that the node turns into Explicit VR Little Endian where the PACS does not take them */
                            readonly decompresses: readonly string[];
                            readonly learnedAt: string | null;
                            /** @description As the node calls it */
                            readonly name: string;
                            readonly takes: {
                                readonly kinds: readonly {
                                    readonly sopClassUids: readonly string[];
                                    /** @description In which these classes are taken; empty: they are not. Classes in no group: not known */
                                    readonly transferSyntaxUids: readonly string[];
                                }[];
                                /** @description Those that it was asked about; of others nothing is known */
                                readonly transferSyntaxUids: readonly string[];
                            } | null;
                        }[];
                        /** @description The first that matches an image says which PACS get it; without one all do */
                        readonly storing: readonly {
                            readonly modality: readonly string[] | null;
                            readonly sender: readonly string[] | null;
                            readonly to: readonly string[];
                        }[];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/sent": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What became of the institution's own messages, the newest two thousand deliveries */
        readonly get: {
            readonly parameters: {
                readonly query: {
                    /** @description Of messages made then or later */
                    readonly from: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** Format: uuid */
                                readonly message: string;
                                /** Format: uuid */
                                readonly recipient: string;
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/nodes/own/state": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** How the node is doing */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly incoming: number;
                        readonly outgoing: number;
                        readonly trouble: string | null;
                        readonly version: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/institutions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Institutions with their members and mailboxes */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly connection?: "mailbox" | "node";
                    readonly kind?: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                    readonly order?: "ascending" | "descending";
                    readonly page?: number;
                    readonly pageSize?: number;
                    /** @description Words of name, town, AE title, IČO or IČZ; all must occur */
                    readonly q?: string;
                    readonly sort?: "name" | "used" | "members" | "joined";
                    readonly state?: "without-mailbox" | "nobody-acts" | "nearly-full" | "well";
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly city: string;
                                /** @enum {string} */
                                readonly connection: "mailbox" | "node";
                                readonly country: string;
                                /** Format: uuid */
                                readonly id: string;
                                /** Format: date-time */
                                readonly joinedAt: string;
                                /** @enum {string} */
                                readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                                readonly mailbox: {
                                    readonly quotaBytes: number;
                                    readonly usedBytes: number;
                                } | null;
                                readonly members: number;
                                readonly name: string;
                                /** @description That serve */
                                readonly nodes: number;
                                readonly position: {
                                    readonly latitude: number;
                                    readonly longitude: number;
                                } | null;
                                /**
                                 * @description The first that is true; `nobody-acts`: neither a member nor a node that serves
                                 * @enum {string}
                                 */
                                readonly state: "without-mailbox" | "nobody-acts" | "nearly-full" | "well";
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/queues": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What waits, and for how long */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly jobs: readonly {
                                /** @description Of the waiting ones: tried without success */
                                readonly failed: number;
                                readonly kind: string;
                                readonly oldestAt: string | null;
                                readonly running: number;
                                /** @description Due later among them */
                                readonly waiting: number;
                            }[];
                            readonly silentNodes: {
                                readonly longest: readonly {
                                    readonly institution: {
                                        /** Format: uuid */
                                        readonly id: string;
                                        readonly name: string;
                                    };
                                    /** Format: date-time */
                                    readonly since: string;
                                }[];
                                readonly total: number;
                            };
                            /** @description Deliveries that no node of their recipient took on */
                            readonly unfetched: {
                                readonly count: number;
                                readonly oldestAt: string | null;
                            };
                            /** @description Not complete yet */
                            readonly uploads: {
                                readonly bytes: number;
                                readonly count: number;
                                readonly oldestAt: string | null;
                            };
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/space": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What the centre holds, and can hold */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly mailboxes: {
                                readonly mailboxes: number;
                                /** @description At nine tenths of their quota or above */
                                readonly nearlyFull: number;
                                readonly quotaBytes: number;
                                readonly usedBytes: number;
                            };
                            /** @description That the packages lie on */
                            readonly volume: {
                                /** @description What the centre may still take, the reserve left alone */
                                readonly freeBytes: number;
                                readonly reserveBytes: number;
                                readonly totalBytes: number;
                                readonly usedBytes: number;
                            };
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/operations/traffic": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What came in, what was delivered and what lay there, by day, week or month */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly by?: "day" | "week" | "month";
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @enum {string} */
                            readonly by: "day" | "week" | "month";
                            /** @description Oldest first: 30 days, 26 weeks or 12 months, the last of which still runs */
                            readonly items: readonly {
                                /** @description The same, once for each mailbox */
                                readonly delivered: {
                                    readonly messages: number;
                                    readonly sizeBytes: number;
                                };
                                /**
                                 * Format: date
                                 * @description The first day, of UTC; weeks begin on Monday
                                 */
                                readonly from: string;
                                readonly held: {
                                    readonly mailboxesBytes: number;
                                    readonly volumeBytes: number;
                                } | null;
                                /** @description Accepted messages, by when they were begun */
                                readonly received: {
                                    readonly messages: number;
                                    readonly sizeBytes: number;
                                };
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/people": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who acts for the institution, and who is invited */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly invitations: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                readonly email: string;
                                /** Format: date-time */
                                readonly expiresAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                /** @description Too late to be accepted */
                                readonly isOver: boolean;
                                readonly name: string;
                                /** @enum {string} */
                                readonly role: "specialist" | "representative";
                            }[];
                            readonly members: readonly {
                                readonly email: string | null;
                                /** @enum {string} */
                                readonly grantedBy: "centre" | "jtp";
                                /** Format: uuid */
                                readonly id: string;
                                readonly krzp: {
                                    /** @description In the national register of health care workers (KRZP) */
                                    readonly number: string;
                                    /** @enum {string} */
                                    readonly saidBy: "jtp" | "person";
                                } | null;
                                readonly lastSeenAt: string | null;
                                readonly methods: readonly ("certificate" | "jtp")[];
                                readonly name: string;
                                /** @enum {string} */
                                readonly role: "specialist" | "representative";
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/people/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Remove a colleague */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        /** Change a colleague's role */
        readonly patch: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly role: "specialist" | "representative";
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly trace?: never;
    };
    readonly "/api/people/invitations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Invite a colleague by mail */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly email: string;
                        /**
                         * @description Without one: that of the institution
                         * @enum {string}
                         */
                        readonly language?: "cs" | "en" | "sk";
                        readonly name: string;
                        /** @enum {string} */
                        readonly role?: "specialist" | "representative";
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** Format: uuid */
                            readonly id: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/people/invitations/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Withdraw an invitation */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/recipients": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whom the caller is likely to send to */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description Those that the caller has starred, in Czech order; whichever institution the caller acts for */
                            readonly favourites: readonly {
                                readonly city: string;
                                /** @enum {string} */
                                readonly connection: "mailbox" | "node";
                                /** @description ISO 3166-1, two letters */
                                readonly country: string;
                                /** Format: uuid */
                                readonly id: string;
                                /** @enum {string} */
                                readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                                readonly name: string;
                            }[];
                            /** @description Those that were sent to lately, the newest first: by the caller, then by others of the institution */
                            readonly recent: readonly {
                                readonly city: string;
                                /** @enum {string} */
                                readonly connection: "mailbox" | "node";
                                /** @description ISO 3166-1, two letters */
                                readonly country: string;
                                /** Format: uuid */
                                readonly id: string;
                                /** @enum {string} */
                                readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                                readonly name: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/registrations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Requests to join, those that wait longest first unless asked otherwise */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly order?: "oldest" | "newest";
                    readonly page?: number;
                    readonly pageSize?: number;
                    /** @description Words of the name, IČO or another register number, e-mail address */
                    readonly q?: string;
                    readonly status?: "unconfirmed" | "received" | "in-review" | "more-wanted" | "approved" | "refused" | "waiting";
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description Of all requests, whatever the filter */
                            readonly counts: readonly {
                                readonly registrations: number;
                                /** @enum {string} */
                                readonly status: "unconfirmed" | "received" | "in-review" | "more-wanted" | "approved" | "refused";
                            }[];
                            readonly items: readonly {
                                readonly confirmedAt: string | null;
                                /** Format: date-time */
                                readonly createdAt: string;
                                readonly decidedAt: string | null;
                                /** Format: uuid */
                                readonly id: string;
                                readonly institution: {
                                    readonly city: string;
                                    readonly country: string;
                                    readonly ico: string | null;
                                    /** @enum {string} */
                                    readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                                    readonly name: string;
                                };
                                /** @enum {string} */
                                readonly origin: "applicant" | "operator";
                                /** @enum {string} */
                                readonly status: "unconfirmed" | "received" | "in-review" | "more-wanted" | "approved" | "refused";
                                /** @enum {string} */
                                readonly wayIn: "certificate" | "jtp" | "node";
                            }[];
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** Ask to join */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly conditions: {
                            readonly agreed: boolean;
                            readonly version: number;
                        };
                        readonly institution: {
                            readonly city: string;
                            /** @description ISO 3166-1, two letters */
                            readonly country: string;
                            /** @enum {string} */
                            readonly eligibility: "czech-provider" | "eu-provider" | "accredited-body";
                            readonly euid?: string | null;
                            readonly ico: string | null;
                            readonly icp?: string | null;
                            readonly icz: string | null;
                            /** @enum {string} */
                            readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                            readonly name: string;
                            readonly postalCode: string;
                            readonly register?: string | null;
                            readonly registerNumber: string | null;
                            readonly street: string;
                            readonly vatId?: string | null;
                        };
                        /** @enum {string} */
                        readonly language: "cs" | "en" | "sk";
                        readonly nodeSupplier: string | null;
                        readonly note: string | null;
                        /** @description Operators: entered for somebody who asked by e-mail */
                        readonly onBehalf?: boolean;
                        readonly representative: {
                            readonly email: string;
                            readonly function: string;
                            readonly name: string;
                            readonly phone: string;
                        };
                        /** @description Whether the identity that this browser has proven is to be bound with the approval */
                        readonly useIdentity?: boolean;
                        /** @enum {string} */
                        readonly wayIn: "certificate" | "jtp" | "node";
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly status: "unconfirmed" | "received";
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/registrations/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One request: for operators, and for who holds its link (as a bearer token) */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly checks: readonly {
                                /** @enum {string} */
                                readonly check: "ico" | "register" | "register-name" | "register-number" | "duplicate-institution" | "duplicate-registration" | "identity-name" | "identity-email" | "identity-institution";
                                readonly found: readonly string[];
                                /** @enum {string} */
                                readonly result: "good" | "doubtful" | "unknown";
                            }[] | null;
                            readonly conditions: {
                                /** Format: date-time */
                                readonly agreedAt: string;
                                readonly version: number;
                            };
                            readonly confirmedAt: string | null;
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly decidedAt: string | null;
                            readonly entries: readonly {
                                /** Format: date-time */
                                readonly at: string;
                                /** @enum {string} */
                                readonly author: "applicant" | "operator" | "centre";
                                readonly name: string | null;
                                readonly status: ("unconfirmed" | "received" | "in-review" | "more-wanted" | "approved" | "refused") | null;
                                /** @description `form-changed`: the form was corrected */
                                readonly words: string;
                            }[];
                            readonly form: {
                                readonly institution: {
                                    readonly city: string;
                                    /** @description ISO 3166-1, two letters */
                                    readonly country: string;
                                    /** @enum {string} */
                                    readonly eligibility: "czech-provider" | "eu-provider" | "accredited-body";
                                    readonly euid?: string | null;
                                    readonly ico: string | null;
                                    readonly icp?: string | null;
                                    readonly icz: string | null;
                                    /** @enum {string} */
                                    readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                                    readonly name: string;
                                    readonly postalCode: string;
                                    readonly register?: string | null;
                                    readonly registerNumber: string | null;
                                    readonly street: string;
                                    readonly vatId?: string | null;
                                };
                                /** @enum {string} */
                                readonly language: "cs" | "en" | "sk";
                                readonly nodeSupplier: string | null;
                                readonly note: string | null;
                                readonly representative: {
                                    readonly email: string;
                                    readonly function: string;
                                    readonly name: string;
                                    readonly phone: string;
                                };
                                /** @enum {string} */
                                readonly wayIn: "certificate" | "jtp" | "node";
                            };
                            /** Format: uuid */
                            readonly id: string;
                            readonly identity: {
                                /** @enum {string} */
                                readonly method: "certificate" | "jtp";
                                readonly name: string | null;
                            } | null;
                            readonly institution: {
                                readonly city: string;
                                readonly country: string;
                                readonly ico: string | null;
                                /** @enum {string} */
                                readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                                readonly name: string;
                            };
                            readonly institutionId: string | null;
                            /** @enum {string} */
                            readonly origin: "applicant" | "operator";
                            readonly quotaBytes: number | null;
                            /** @enum {string} */
                            readonly status: "unconfirmed" | "received" | "in-review" | "more-wanted" | "approved" | "refused";
                            /** @enum {string} */
                            readonly wayIn: "certificate" | "jtp" | "node";
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/registrations/{id}/confirm": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** The address is confirmed by who holds the link; again, nothing happens */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/registrations/{id}/decision": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Take into review, ask for more, approve (institution, mailbox, way in, mail: all or nothing), refuse */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly decision: "take" | "approve" | "ask" | "refuse";
                        /** @description Of the mailbox; otherwise by kind */
                        readonly quotaBytes?: number;
                        /** @description To the applicant; needed to ask and to refuse */
                        readonly words?: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description Of the node; shown here and in the mail, kept nowhere */
                            readonly enrolmentCode: string;
                        };
                    };
                };
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/registrations/{id}/entries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Say something about a request */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly words: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/registrations/{id}/form": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Correct the form: the applicant while more is wanted, operators while it is open */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly conditions: {
                            readonly agreed: boolean;
                            readonly version: number;
                        };
                        readonly institution: {
                            readonly city: string;
                            /** @description ISO 3166-1, two letters */
                            readonly country: string;
                            /** @enum {string} */
                            readonly eligibility: "czech-provider" | "eu-provider" | "accredited-body";
                            readonly euid?: string | null;
                            readonly ico: string | null;
                            readonly icp?: string | null;
                            readonly icz: string | null;
                            /** @enum {string} */
                            readonly kind: "hospital" | "outpatient" | "specialised" | "private-practice" | "scientific";
                            readonly name: string;
                            readonly postalCode: string;
                            readonly register?: string | null;
                            readonly registerNumber: string | null;
                            readonly street: string;
                            readonly vatId?: string | null;
                        };
                        /** @enum {string} */
                        readonly language: "cs" | "en" | "sk";
                        readonly nodeSupplier: string | null;
                        readonly note: string | null;
                        /** @description Operators: entered for somebody who asked by e-mail */
                        readonly onBehalf?: boolean;
                        readonly representative: {
                            readonly email: string;
                            readonly function: string;
                            readonly name: string;
                            readonly phone: string;
                        };
                        /** @description Whether the identity that this browser has proven is to be bound with the approval */
                        readonly useIdentity?: boolean;
                        /** @enum {string} */
                        readonly wayIn: "certificate" | "jtp" | "node";
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/registrations/links": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Send the links of open requests to the address that asked, once more; the answer is the same for every address */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly email: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 202: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/registrations/prefill": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What this browser has proven of its person: a form is filled in from it. Null: nothing */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly email: string | null;
                            readonly ico: string | null;
                            readonly institution: {
                                readonly city: string | null;
                                readonly kind: ("hospital" | "outpatient" | "specialised" | "private-practice" | "scientific") | null;
                                readonly name: string;
                                readonly postalCode: string | null;
                                readonly street: string | null;
                            } | null;
                            /** @enum {string} */
                            readonly method: "certificate" | "jtp";
                            readonly name: string | null;
                            readonly waiting: {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** @enum {string} */
                                readonly sentBy: "self" | "colleague";
                                /** @enum {string} */
                                readonly status: "unconfirmed" | "received" | "in-review" | "more-wanted" | "approved" | "refused";
                            } | null;
                        } | null;
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/registrations/templates": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Sentences to begin an answer from */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly code: string;
                                /** @enum {string} */
                                readonly decision: "approve" | "ask" | "refuse";
                                readonly words: {
                                    readonly cs: string;
                                    readonly en: string;
                                    readonly sk: string;
                                };
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/registry/providers/{ico}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A provider in the National Register of Health Care Providers */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly ico: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly city: string | null;
                            readonly ico: string;
                            readonly kind: ("hospital" | "outpatient" | "specialised" | "private-practice" | "scientific") | null;
                            readonly name: string;
                            readonly places: readonly {
                                readonly city: string | null;
                                readonly kind: ("hospital" | "outpatient" | "specialised" | "private-practice" | "scientific") | null;
                                /** @description As the register has it, in Czech */
                                readonly kindWords: string;
                                readonly name: string;
                                readonly postalCode: string | null;
                                readonly region: string | null;
                                readonly street: string | null;
                            }[];
                            readonly postalCode: string | null;
                            /** Format: date-time */
                            readonly registerDate: string;
                            readonly street: string | null;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/requests": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Requests that were received, or sent */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly box?: "received" | "sent";
                    /** @description The other party */
                    readonly institution?: string;
                    readonly page?: number;
                    readonly pageSize?: number;
                    readonly sort?: "newest" | "oldest" | "needed";
                    readonly status?: "open" | "overdue" | "answered" | "refused" | "withdrawn";
                    readonly urgency?: "routine" | "urgent" | "stat";
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description The other parties of the whole box */
                            readonly institutions: readonly {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                                readonly requests: number;
                            }[];
                            readonly items: readonly {
                                readonly accessionNumber: string | null;
                                /** @description Messages that answer it and have been delivered */
                                readonly answers: number;
                                readonly asked: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly asking: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                };
                                readonly clinician: string;
                                /** Format: date-time */
                                readonly createdAt: string;
                                readonly endedAt: string | null;
                                /** Format: uuid */
                                readonly id: string;
                                readonly modalities: readonly string[];
                                /** Format: date-time */
                                readonly neededBy: string;
                                readonly openedAt: string | null;
                                /** @description Still open after `neededBy` */
                                readonly overdue: boolean;
                                readonly patient: {
                                    readonly birthDate: string | null;
                                    readonly id: {
                                        /** @enum {string} */
                                        readonly kind: "birth-number" | "other";
                                        readonly value: string;
                                    } | null;
                                    /** @description Empty: forgotten, since the request ended long ago */
                                    readonly name: string;
                                };
                                readonly reason: string;
                                /** @enum {string} */
                                readonly status: "open" | "answered" | "refused" | "withdrawn";
                                readonly studiedFrom: string | null;
                                readonly studiedTo: string | null;
                                /** @enum {string} */
                                readonly urgency: "routine" | "urgent" | "stat";
                                readonly wanted: string;
                            }[];
                            /** @description Of the box, whatever the filter */
                            readonly open: number;
                            /** @description Of them, late */
                            readonly overdue: number;
                            readonly page: number;
                            readonly pageSize: number;
                            readonly total: number;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** Ask an institution for a patient's images */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description As (0008,0050) */
                        readonly accessionNumber?: string;
                        /** @description Who asks, and answers for the reason */
                        readonly clinician: string;
                        /**
                         * Format: uuid
                         * @description That is asked; it has a mailbox
                         */
                        readonly institution: string;
                        readonly modalities?: readonly string[];
                        /** Format: date-time */
                        readonly neededBy: string;
                        /** @description With an identifier or a date of birth at least */
                        readonly patient: {
                            /** Format: date */
                            readonly birthDate?: string;
                            readonly id?: {
                                /** @enum {string} */
                                readonly kind: "birth-number" | "other";
                                /** @description A birth number is checked, and has to agree with the date of birth */
                                readonly value: string;
                            };
                            /** @description As people write it, or with the carets of DICOM */
                            readonly name: string;
                        };
                        /** @description Clinical */
                        readonly reason: string;
                        /** Format: date */
                        readonly studiedFrom?: string;
                        /** Format: date */
                        readonly studiedTo?: string;
                        /** @enum {string} */
                        readonly urgency: "routine" | "urgent" | "stat";
                        /** @description Which images, in words */
                        readonly wanted: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly accessionNumber: string | null;
                            /** @description Messages that answer it and have been delivered */
                            readonly answers: number;
                            readonly asked: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** @description The person's name */
                            readonly askedBy: string;
                            readonly asking: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly clinician: string;
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly endedAt: string | null;
                            readonly events: readonly {
                                /** @description A person's name, 'node', or 'centre' */
                                readonly actor: string;
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                } | null;
                                /** @enum {string} */
                                readonly what: "created" | "opened" | "answering" | "delivered" | "completed" | "refused" | "withdrawn" | "reminded" | "escalated";
                            }[];
                            /** Format: uuid */
                            readonly id: string;
                            /** @description That answer it, the oldest first; for the institution that asked those alone that have arrived */
                            readonly messages: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** @description How far it came: all of them for its sender, the own one for the institution that asked */
                                readonly deliveries: readonly {
                                    readonly institution: {
                                        /** Format: uuid */
                                        readonly id: string;
                                        readonly name: string;
                                    };
                                    /** @enum {string} */
                                    readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                                }[];
                                /** Format: uuid */
                                readonly id: string;
                                readonly instances: number;
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "rejected" | "cancelled" | "expired" | "deleted";
                                readonly subject: string;
                            }[];
                            readonly modalities: readonly string[];
                            /** Format: date-time */
                            readonly neededBy: string;
                            readonly openedAt: string | null;
                            /** @description Still open after `neededBy` */
                            readonly overdue: boolean;
                            readonly patient: {
                                readonly birthDate: string | null;
                                readonly id: {
                                    /** @enum {string} */
                                    readonly kind: "birth-number" | "other";
                                    readonly value: string;
                                } | null;
                                /** @description Empty: forgotten, since the request ended long ago */
                                readonly name: string;
                            };
                            readonly reason: string;
                            readonly refusal: string | null;
                            /** @enum {string} */
                            readonly status: "open" | "answered" | "refused" | "withdrawn";
                            readonly studiedFrom: string | null;
                            readonly studiedTo: string | null;
                            /** @enum {string} */
                            readonly urgency: "routine" | "urgent" | "stat";
                            readonly wanted: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/requests/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One request with what answers it and its history */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly accessionNumber: string | null;
                            /** @description Messages that answer it and have been delivered */
                            readonly answers: number;
                            readonly asked: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** @description The person's name */
                            readonly askedBy: string;
                            readonly asking: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly clinician: string;
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly endedAt: string | null;
                            readonly events: readonly {
                                /** @description A person's name, 'node', or 'centre' */
                                readonly actor: string;
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                } | null;
                                /** @enum {string} */
                                readonly what: "created" | "opened" | "answering" | "delivered" | "completed" | "refused" | "withdrawn" | "reminded" | "escalated";
                            }[];
                            /** Format: uuid */
                            readonly id: string;
                            /** @description That answer it, the oldest first; for the institution that asked those alone that have arrived */
                            readonly messages: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** @description How far it came: all of them for its sender, the own one for the institution that asked */
                                readonly deliveries: readonly {
                                    readonly institution: {
                                        /** Format: uuid */
                                        readonly id: string;
                                        readonly name: string;
                                    };
                                    /** @enum {string} */
                                    readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                                }[];
                                /** Format: uuid */
                                readonly id: string;
                                readonly instances: number;
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "rejected" | "cancelled" | "expired" | "deleted";
                                readonly subject: string;
                            }[];
                            readonly modalities: readonly string[];
                            /** Format: date-time */
                            readonly neededBy: string;
                            readonly openedAt: string | null;
                            /** @description Still open after `neededBy` */
                            readonly overdue: boolean;
                            readonly patient: {
                                readonly birthDate: string | null;
                                readonly id: {
                                    /** @enum {string} */
                                    readonly kind: "birth-number" | "other";
                                    readonly value: string;
                                } | null;
                                /** @description Empty: forgotten, since the request ended long ago */
                                readonly name: string;
                            };
                            readonly reason: string;
                            readonly refusal: string | null;
                            /** @enum {string} */
                            readonly status: "open" | "answered" | "refused" | "withdrawn";
                            readonly studiedFrom: string | null;
                            readonly studiedTo: string | null;
                            /** @enum {string} */
                            readonly urgency: "routine" | "urgent" | "stat";
                            readonly wanted: string;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/requests/{id}/complete": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Nothing more is to follow what has been delivered; by either party */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly accessionNumber: string | null;
                            /** @description Messages that answer it and have been delivered */
                            readonly answers: number;
                            readonly asked: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** @description The person's name */
                            readonly askedBy: string;
                            readonly asking: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly clinician: string;
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly endedAt: string | null;
                            readonly events: readonly {
                                /** @description A person's name, 'node', or 'centre' */
                                readonly actor: string;
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                } | null;
                                /** @enum {string} */
                                readonly what: "created" | "opened" | "answering" | "delivered" | "completed" | "refused" | "withdrawn" | "reminded" | "escalated";
                            }[];
                            /** Format: uuid */
                            readonly id: string;
                            /** @description That answer it, the oldest first; for the institution that asked those alone that have arrived */
                            readonly messages: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** @description How far it came: all of them for its sender, the own one for the institution that asked */
                                readonly deliveries: readonly {
                                    readonly institution: {
                                        /** Format: uuid */
                                        readonly id: string;
                                        readonly name: string;
                                    };
                                    /** @enum {string} */
                                    readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                                }[];
                                /** Format: uuid */
                                readonly id: string;
                                readonly instances: number;
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "rejected" | "cancelled" | "expired" | "deleted";
                                readonly subject: string;
                            }[];
                            readonly modalities: readonly string[];
                            /** Format: date-time */
                            readonly neededBy: string;
                            readonly openedAt: string | null;
                            /** @description Still open after `neededBy` */
                            readonly overdue: boolean;
                            readonly patient: {
                                readonly birthDate: string | null;
                                readonly id: {
                                    /** @enum {string} */
                                    readonly kind: "birth-number" | "other";
                                    readonly value: string;
                                } | null;
                                /** @description Empty: forgotten, since the request ended long ago */
                                readonly name: string;
                            };
                            readonly reason: string;
                            readonly refusal: string | null;
                            /** @enum {string} */
                            readonly status: "open" | "answered" | "refused" | "withdrawn";
                            readonly studiedFrom: string | null;
                            readonly studiedTo: string | null;
                            /** @enum {string} */
                            readonly urgency: "routine" | "urgent" | "stat";
                            readonly wanted: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/requests/{id}/refuse": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Say, as the institution that is asked, why no images come */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description Read by the institution that asked */
                        readonly reason: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly accessionNumber: string | null;
                            /** @description Messages that answer it and have been delivered */
                            readonly answers: number;
                            readonly asked: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** @description The person's name */
                            readonly askedBy: string;
                            readonly asking: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly clinician: string;
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly endedAt: string | null;
                            readonly events: readonly {
                                /** @description A person's name, 'node', or 'centre' */
                                readonly actor: string;
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                } | null;
                                /** @enum {string} */
                                readonly what: "created" | "opened" | "answering" | "delivered" | "completed" | "refused" | "withdrawn" | "reminded" | "escalated";
                            }[];
                            /** Format: uuid */
                            readonly id: string;
                            /** @description That answer it, the oldest first; for the institution that asked those alone that have arrived */
                            readonly messages: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** @description How far it came: all of them for its sender, the own one for the institution that asked */
                                readonly deliveries: readonly {
                                    readonly institution: {
                                        /** Format: uuid */
                                        readonly id: string;
                                        readonly name: string;
                                    };
                                    /** @enum {string} */
                                    readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                                }[];
                                /** Format: uuid */
                                readonly id: string;
                                readonly instances: number;
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "rejected" | "cancelled" | "expired" | "deleted";
                                readonly subject: string;
                            }[];
                            readonly modalities: readonly string[];
                            /** Format: date-time */
                            readonly neededBy: string;
                            readonly openedAt: string | null;
                            /** @description Still open after `neededBy` */
                            readonly overdue: boolean;
                            readonly patient: {
                                readonly birthDate: string | null;
                                readonly id: {
                                    /** @enum {string} */
                                    readonly kind: "birth-number" | "other";
                                    readonly value: string;
                                } | null;
                                /** @description Empty: forgotten, since the request ended long ago */
                                readonly name: string;
                            };
                            readonly reason: string;
                            readonly refusal: string | null;
                            /** @enum {string} */
                            readonly status: "open" | "answered" | "refused" | "withdrawn";
                            readonly studiedFrom: string | null;
                            readonly studiedTo: string | null;
                            /** @enum {string} */
                            readonly urgency: "routine" | "urgent" | "stat";
                            readonly wanted: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/requests/{id}/withdraw": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Take a request back, as the institution that asked */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly accessionNumber: string | null;
                            /** @description Messages that answer it and have been delivered */
                            readonly answers: number;
                            readonly asked: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            /** @description The person's name */
                            readonly askedBy: string;
                            readonly asking: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly clinician: string;
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly endedAt: string | null;
                            readonly events: readonly {
                                /** @description A person's name, 'node', or 'centre' */
                                readonly actor: string;
                                /** Format: date-time */
                                readonly at: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                } | null;
                                /** @enum {string} */
                                readonly what: "created" | "opened" | "answering" | "delivered" | "completed" | "refused" | "withdrawn" | "reminded" | "escalated";
                            }[];
                            /** Format: uuid */
                            readonly id: string;
                            /** @description That answer it, the oldest first; for the institution that asked those alone that have arrived */
                            readonly messages: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** @description How far it came: all of them for its sender, the own one for the institution that asked */
                                readonly deliveries: readonly {
                                    readonly institution: {
                                        /** Format: uuid */
                                        readonly id: string;
                                        readonly name: string;
                                    };
                                    /** @enum {string} */
                                    readonly status: "uploading" | "checking" | "accepted" | "delivered" | "opened" | "downloaded" | "forwarded" | "stored" | "committed" | "deleted" | "rejected" | "cancelled" | "expired";
                                }[];
                                /** Format: uuid */
                                readonly id: string;
                                readonly instances: number;
                                /** @enum {string} */
                                readonly status: "uploading" | "checking" | "accepted" | "delivered" | "rejected" | "cancelled" | "expired" | "deleted";
                                readonly subject: string;
                            }[];
                            readonly modalities: readonly string[];
                            /** Format: date-time */
                            readonly neededBy: string;
                            readonly openedAt: string | null;
                            /** @description Still open after `neededBy` */
                            readonly overdue: boolean;
                            readonly patient: {
                                readonly birthDate: string | null;
                                readonly id: {
                                    /** @enum {string} */
                                    readonly kind: "birth-number" | "other";
                                    readonly value: string;
                                } | null;
                                /** @description Empty: forgotten, since the request ended long ago */
                                readonly name: string;
                            };
                            readonly reason: string;
                            readonly refusal: string | null;
                            /** @enum {string} */
                            readonly status: "open" | "answered" | "refused" | "withdrawn";
                            readonly studiedFrom: string | null;
                            readonly studiedTo: string | null;
                            /** @enum {string} */
                            readonly urgency: "routine" | "urgent" | "stat";
                            readonly wanted: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/session": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who is signed in */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly csrfToken: string | null;
                            readonly expiresAt: string | null;
                            readonly institution: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                                /** @enum {string} */
                                readonly role: "specialist" | "representative";
                            } | null;
                            /** @description All that the person belongs to, to choose from */
                            readonly institutions: readonly {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                                /** @enum {string} */
                                readonly role: "specialist" | "representative";
                            }[];
                            /** @enum {string} */
                            readonly method: "certificate" | "jtp";
                            readonly person: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            };
                            readonly roles: readonly ("operator" | "auditor")[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        /** Sign out */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/session/institution": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Act for another of the institutions that one belongs to (at the portal; programs send X-Epacs-Institution) */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly institution: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** Format: uuid */
                            readonly id: string;
                            readonly name: string;
                            /** @enum {string} */
                            readonly role: "specialist" | "representative";
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The caller's own sessions */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly address: string | null;
                                readonly agent: string | null;
                                /** Format: date-time */
                                readonly createdAt: string;
                                /** Format: date-time */
                                readonly expiresAt: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly institution: {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly name: string;
                                } | null;
                                readonly isThis: boolean;
                                /** Format: date-time */
                                readonly lastSeenAt: string;
                                /** @enum {string} */
                                readonly method: "certificate" | "jtp";
                                readonly program: {
                                    readonly host: string;
                                    readonly name: string;
                                } | null;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/sessions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Sign out one of them */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/settings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The caller's own settings */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @enum {string} */
                            readonly arrivalMails: "every" | "daily" | "urgent" | "none";
                            readonly desktopViewer: string | null;
                            readonly email: string | null;
                            readonly krzp: {
                                /** @description In the national register of health care workers (KRZP) */
                                readonly number: string;
                                /**
                                 * @description Who says it. What JTP says the person cannot change
                                 * @enum {string}
                                 */
                                readonly saidBy: "jtp" | "person";
                            } | null;
                            readonly language: ("cs" | "en" | "sk") | null;
                            /** @description What else the caller is written to about */
                            readonly notices: readonly ("failure" | "receipt" | "quota" | "certificate")[];
                        };
                    };
                };
            };
        };
        /** Change those that are given; null: nothing set */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly arrivalMails?: "every" | "daily" | "urgent" | "none";
                        readonly desktopViewer?: string | null;
                        readonly krzp?: string | null;
                        readonly language?: ("cs" | "en" | "sk") | null;
                        /** @description What else the caller is written to about */
                        readonly notices?: readonly ("failure" | "receipt" | "quota" | "certificate")[];
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @enum {string} */
                            readonly arrivalMails: "every" | "daily" | "urgent" | "none";
                            readonly desktopViewer: string | null;
                            readonly email: string | null;
                            readonly krzp: {
                                /** @description In the national register of health care workers (KRZP) */
                                readonly number: string;
                                /**
                                 * @description Who says it. What JTP says the person cannot change
                                 * @enum {string}
                                 */
                                readonly saidBy: "jtp" | "person";
                            } | null;
                            readonly language: ("cs" | "en" | "sk") | null;
                            /** @description What else the caller is written to about */
                            readonly notices: readonly ("failure" | "receipt" | "quota" | "certificate")[];
                        };
                    };
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/sign-in/institutions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Institutions to choose from after a sign-in through JTP */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly city: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly name: string;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** The choice: ends the sign-in */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly institution: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly location: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/signing-keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Sign with a new key from now on; the one before stays published */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly kid: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/statistics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The network's figures */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly institutions: {
                                readonly byKind: {
                                    readonly hospital: number;
                                    readonly outpatient: number;
                                    readonly "private-practice": number;
                                    readonly scientific: number;
                                    readonly specialised: number;
                                };
                                /** @description In Czech order of the towns. Towns that share a name are apart if their positions are */
                                readonly byTown: readonly {
                                    readonly byKind: {
                                        readonly hospital: number;
                                        readonly outpatient: number;
                                        readonly "private-practice": number;
                                        readonly scientific: number;
                                        readonly specialised: number;
                                    };
                                    readonly city: string;
                                    readonly position: {
                                        readonly latitude: number;
                                        readonly longitude: number;
                                    } | null;
                                }[];
                                readonly total: number;
                            };
                            readonly messages: {
                                readonly byMonth: readonly {
                                    /** @description YYYY-MM */
                                    readonly month: string;
                                    /** @description Of the packages */
                                    readonly sizeBytes: number;
                                    readonly studies: number;
                                    readonly total: number;
                                }[];
                                /** @description Of the packages */
                                readonly sizeBytes: number;
                                readonly studies: number;
                                /** @description Delivered since the beginning, their data deleted or not */
                                readonly total: number;
                            };
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/status": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What works now, and what is announced */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description What operators announce: what lasts and what is to come, the first one first */
                            readonly announcements: readonly {
                                /** Format: date-time */
                                readonly from: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly texts: {
                                    readonly cs: string;
                                    readonly en: string;
                                };
                                /**
                                 * Format: date-time
                                 * @description The first moment after it
                                 */
                                readonly to: string;
                            }[];
                            /** Format: date-time */
                            readonly at: string;
                            readonly parts: readonly {
                                /** @enum {string} */
                                readonly part: "portal" | "intake" | "dicom" | "mail" | "jobs" | "database";
                                /** @enum {string} */
                                readonly state: "working" | "impaired" | "down" | "off";
                            }[];
                            /** @enum {string} */
                            readonly state: "working" | "impaired" | "down";
                            readonly upSince: string | null;
                            readonly version: string;
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/uploads": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** tus: create an upload */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        /** What this tus server can do */
        readonly options: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/uploads/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** tus: other verbs by X-HTTP-Method-Override */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** tus: DELETE */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        /** tus: PATCH */
        readonly patch: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly trace?: never;
    };
    readonly "/api/viewers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Desktop viewers that a message can be opened in */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                readonly id: string;
                                readonly name: string;
                                /** @enum {string} */
                                readonly way: "address" | "file";
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/webhooks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The institution's webhooks, and how their calls go */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly items: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                readonly happenings: readonly ("message.arrived" | "message.urgent" | "message.receipt" | "message.failed" | "mailbox.filling" | "certificate.ending" | "message.expiring" | "node.silent" | "request.received")[];
                                /** Format: uuid */
                                readonly id: string;
                                readonly pausedAt: string | null;
                                readonly previousSecretUntil: string | null;
                                readonly problem: string | null;
                                readonly retryAt: string | null;
                                readonly takenAt: string | null;
                                readonly url: string;
                                /** @description Calls that were not taken yet */
                                readonly waiting: number;
                            }[];
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** Have an address called about what happens; at most 5. The secret is told only here */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly happenings: readonly ("message.arrived" | "message.urgent" | "message.receipt" | "message.failed" | "mailbox.filling" | "certificate.ending" | "message.expiring" | "node.silent" | "request.received")[];
                        readonly url: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** Format: uuid */
                            readonly id: string;
                            /** @description What calls are signed with, as `whsec_…` (Standard Webhooks) */
                            readonly secret: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/webhooks/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Remove a webhook */
        readonly delete: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly options?: never;
        readonly head?: never;
        /** Change a webhook, pause it or let it go on; what waits for a paused one is dropped */
        readonly patch: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly happenings?: readonly ("message.arrived" | "message.urgent" | "message.receipt" | "message.failed" | "mailbox.filling" | "certificate.ending" | "message.expiring" | "node.silent" | "request.received")[];
                        readonly isPaused?: boolean;
                        readonly url?: string;
                    };
                };
            };
            readonly responses: {
                /** @description Done */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly trace?: never;
    };
    readonly "/api/webhooks/{id}/secret": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Another secret, told only here; for a while calls are signed with the one before, too, and until then only one that ends both at once is made (409) */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description For how long the secret of before serves; without it 24, with 0 it ends at once */
                        readonly previousForHours?: number;
                    } | null;
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly previousUntil: string | null;
                            readonly secret: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/webhooks/{id}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Call it once, now, with `webhook.test` */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly isTaken: boolean;
                            readonly problem: string | null;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/institutions/{id}/studies": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** STOW-RS: send to the institution */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/institutions/{id}/studies/{study}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** STOW-RS: send instances of one study to the institution */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/instances": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** QIDO-RS: search by instance */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/series": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** QIDO-RS: search by series */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** QIDO-RS: search by study */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: a study */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/instances": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** QIDO-RS: search by instance */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/metadata": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: metadata of a study */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/rendered": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: a study as pictures */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** QIDO-RS: search by series */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: a series */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}/instances": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** QIDO-RS: search by instance */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}/instances/{instance}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: an instance */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}/instances/{instance}/bulkdata/{*}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: a value that metadata refers to */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}/instances/{instance}/frames/{frames}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: frames */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}/instances/{instance}/frames/{frames}/rendered": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: frames as pictures */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}/instances/{instance}/metadata": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: metadata of an instance */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}/instances/{instance}/rendered": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: an instance as pictures */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}/instances/{instance}/thumbnail": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: an instance as small pictures */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}/metadata": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: metadata of a series */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}/rendered": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: a series as pictures */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/series/{series}/thumbnail": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: a series as small pictures */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/dicomweb/messages/{id}/studies/{study}/thumbnail": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** WADO-RS: a study as small pictures */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly frames: string;
                    readonly id: string;
                    readonly instance: string;
                    readonly series: string;
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/Endpoint": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where messages reach an institution: `organization` is its id or `Organization/{id}` */
        readonly get: {
            readonly parameters: {
                readonly query: {
                    readonly organization: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/Endpoint/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** An institution of the directory as Endpoint */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/ImagingStudy": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Studies in the messages that the caller may read, by Study Instance UID: `urn:oid:…` or the UID */
        readonly get: {
            readonly parameters: {
                readonly query: {
                    readonly identifier: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/ImagingStudy/{study}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A study of a message, for those who may read the message */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly study: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/metadata": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What the FHIR server does: a CapabilityStatement */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/Organization": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Institutions by name or by `identifier` (IČO, IČZ, IČP, number of a national register, VAT number, EUID or id; the system before `|` may be left out) */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly identifier?: string;
                    readonly name?: string;
                    readonly page?: number;
                    readonly pageSize?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/Organization/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** An institution of the directory as Organization */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/Practitioner": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** People of the caller's institution, for its representatives, all or by `identifier` (their id; numbers of health care workers with `_search` alone, so that none stands in an address); oneself */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly identifier?: string;
                    readonly page?: number;
                    readonly pageSize?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/Practitioner/_search": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** People of the caller's institution, as `GET /fhir/Practitioner` has them, by a form with `identifier` (KRZP number or id; the system before `|` may be left out) */
        readonly post: {
            readonly parameters: {
                readonly query?: {
                    readonly page?: number;
                    readonly pageSize?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/Practitioner/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One of the people of the caller's institution, for its representatives; oneself */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/PractitionerRole": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What people of the caller's institution are there, for its representatives, all or of one: `practitioner` is an id or `Practitioner/{id}`; oneself */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    readonly page?: number;
                    readonly pageSize?: number;
                    readonly practitioner?: string;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/PractitionerRole/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What one of them is there */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly id: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/fhir/StructureDefinition/text-as-labelled": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What the extension of texts says that are told as they were most likely meant */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sign-in/certificate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Begin a sign-in with the personal certificate */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sign-in/code/{code}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** End a sign-in with the personal certificate */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly code: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sign-in/device/authorization": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A program asks for a code (RFC 8628 §3.1): form with client_id, and host, the name of its machine */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly device_code: string;
                            readonly expires_in: number;
                            readonly interval: number;
                            readonly user_code: string;
                            readonly verification_uri: string;
                            readonly verification_uri_complete: string;
                        };
                    };
                };
                /** @description Default Response */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: string;
                            readonly error_description?: string;
                        };
                    };
                };
                /** @description Default Response */
                readonly 503: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: string;
                            readonly error_description?: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sign-in/device/token": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** The program asks whether the code was confirmed (RFC 8628 §3.4): form with grant_type and device_code */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly access_token: string;
                            readonly expires_in: number;
                            readonly token_type: string;
                        };
                    };
                };
                /** @description Default Response */
                readonly 400: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: string;
                            readonly error_description?: string;
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sign-in/identity": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Begin to show the personal certificate, for a request or an invitation */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sign-in/identity/{code}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The personal certificate was shown: to the form, or in by an invitation */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    readonly code: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sign-in/jtp": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Begin a sign-in through JTP */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
