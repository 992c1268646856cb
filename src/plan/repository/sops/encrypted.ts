/** Whether sops has encrypted a text: any edit of it, even of a label, breaks its message authentication code. */

// Blanks of one line: a search over lines would begin anew at each empty one.
const METADATA = [
  /^sops:[ \t]*(?:[{#\r].*)?$/m,
  /^[ \t]*"sops":[ \t]*\{/m,
  // Environment files, and INI.
  /^sops_mac=/m,
  /^\[sops\][ \t\r]*$/m,
];
const ENCRYPTED = /\bENC\[AES256_GCM,/;

export function isEncryptedWithSops(text: string): boolean {
  return ENCRYPTED.test(text) && METADATA.some(pattern => pattern.test(text));
}
