/** The secret of a private link, kept for this tab only: a reload shows the request again, another person does not see it. */

const key = (id: string) => `epacs-registration-${id}`

export function keepSecret(id: string, secret: string): void {
  sessionStorage.setItem(key(id), secret)
}

export function keptSecret(id: string): string | undefined {
  return sessionStorage.getItem(key(id)) ?? undefined
}
