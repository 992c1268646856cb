import { goldenCases } from '../../harness/golden.ts';

goldenCases('plaintext-credentials');
