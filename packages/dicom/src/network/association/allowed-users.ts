/**
 * Users that may call, by name and passcode (PS3.7 §D.3.3.7, type 2). What is kept of a passcode is its scrypt hash (RFC
 * 7914) with the parameters that it was made with: `scrypt:N:r:p:salt:hash`, salt and hash in base64url.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { UserIdentity } from '../pdu/pdu.ts'

export interface AllowedUser {
  readonly name: string
  readonly passwordHash: string
}

interface Cost {
  /** Memory and time, a power of two; block size; repetitions. */
  readonly N: number
  readonly r: number
  readonly p: number
}

/** 16 MiB and some 50 ms each: more would have gateways wait that open an association for each study. */
const COST: Cost = { N: 2 ** 14, r: 8, p: 1 }
/** Of a hash that somebody else has made. */
const MOST_BYTES = 64 * 1024 ** 2
const SALT_BYTES = 16
const HASH_BYTES = 32
const USER_AND_PASSCODE = 2

const FORM = /^scrypt:(\d{1,7}):(\d{1,2}):(\d{1,2}):([\w-]{16,}):([\w-]{43})$/

/** Whether it has the form, and costs no more than is reasonable. */
export function isPasswordHash(text: string): boolean {
  const parts = partsOf(text)
  if (parts === undefined) return false
  const { N, r, p } = parts.cost
  return N > 1 && Number.isInteger(Math.log2(N)) && r > 0 && p > 0 && p <= 16 && 128 * N * r <= MOST_BYTES
}

/** With a salt of its own: twice the same password has two hashes. */
export async function hashedPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derived(Buffer.from(password), salt, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join(':')
}

/**
 * The one of them who calls; undefined: none of them does. A user name without its passcode is nobody: whoever knows the
 * AE title can give a name.
 */
export async function allowedUser<User extends AllowedUser>(
  users: readonly User[],
  identity: UserIdentity | undefined,
): Promise<User | undefined> {
  if (identity?.type !== USER_AND_PASSCODE) return undefined
  const name = Buffer.from(identity.primary).toString()
  for (const user of users) {
    if (user.name === name && (await isPassword(user.passwordHash, identity.secondary))) return user
  }
  return undefined
}

async function isPassword(passwordHash: string, passcode: Uint8Array): Promise<boolean> {
  const parts = partsOf(passwordHash)
  if (parts === undefined) return false
  return timingSafeEqual(await derived(passcode, parts.salt, parts.cost), parts.hash)
}

function partsOf(text: string) {
  const [, N, r, p, salt = '', hash = ''] = FORM.exec(text) ?? []
  if (N === undefined) return undefined
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }
}

function derived(password: Uint8Array, salt: Uint8Array, cost: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, { ...cost, maxmem: 2 * MOST_BYTES }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}
