import { goldenCases } from '../../harness/golden.ts';

goldenCases('security-context');
