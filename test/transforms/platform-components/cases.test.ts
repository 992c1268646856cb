import { goldenCases } from '../../harness/golden.ts';

goldenCases('platform-components');
