import { goldenCases } from '../../harness/golden.ts';

goldenCases('l', 'm');
