import { goldenCases } from '../../harness/golden.ts';

goldenCases('right-sizing');
