/** Fields of a published key (RFC 7517), in the API's shapes. */
import { Type } from 'typebox'

export const PUBLIC_JWK = {
  kty: Type.String(),
  crv: Type.String(),
  x: Type.String(),
  y: Type.String(),
  kid: Type.String({ description: 'RFC 7638 thumbprint' }),
  alg: Type.String(),
  use: Type.String(),
}
