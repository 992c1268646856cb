import { goldenCases } from '../../harness/golden.ts';

goldenCases('script-download');
