/** Choosing a whole folder: every browser has it, React's types do not. */
import 'react'

declare module 'react' {
  interface InputHTMLAttributes<T> {
    webkitdirectory?: T extends HTMLInputElement ? string : never
  }
}
