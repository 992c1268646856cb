import { goldenCases } from '../../harness/golden.ts';

goldenCases('external-secrets');
