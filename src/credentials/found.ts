/** A part of a text that is a secret. */
export interface Found {
  readonly start: number;
  readonly value: string;
}
