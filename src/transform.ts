/**
 * The transform contract: what a remediation sees and what it may say.
 *
 * A transform states what must become true of one effective subject of one root. It never says where text goes:
 * placement (src/plan) finds the file that owns the field. Types only, and {@link defineTransform}.
 */

export * from './contract/change.ts';
export * from './contract/data.ts';
export * from './contract/define.ts';
export * from './contract/evidence.ts';
export * from './contract/image.ts';
export * from './contract/network.ts';
export * from './contract/observed.ts';
export * from './contract/platform.ts';
export * from './contract/proposal.ts';
export * from './contract/resource.ts';
export * from './contract/root.ts';
export * from './contract/sops.ts';
export * from './contract/text.ts';
export * from './contract/vocabulary.ts';
export * from './contract/written.ts';
