/** Containers whose memory is decided by what they work on: no number of ours is near it (docs/design/judgement.md 1). */

import type { Container } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../data.ts';
import { commandLine } from '../pods.ts';

/** Words of images that load models, compile, or run what users give them. */
const IMAGE =
  /(?:^|[/_-])(?:airflow|comfyui|esphome|jenkins-agent|jupyter\w*|langchain|libretranslate|llama\w*|notebook|ollama|pytorch|ray|spark|stable-diffusion|tensorflow|text-generation-inference|torch\w*|transformers|tritonserver|vllm|whisper|\w*machine-learning|\w*inference)(?:$|[/_.-])/i;
/** Programs of such images in a command, and arguments that name a model. */
const COMMAND =
  /(?:^|[\s;&|/"'])(?:airflow|celery|dagster\w*|jupyter\w*|ray start|spark-submit|torchrun|vllm)(?=$|[\s;&|"'])|--model(?:[-_](?:id|name|path))?[= ]/;
const VARIABLE =
  /^(?:HF_HOME|HUGGING_FACE_\w+|TRANSFORMERS_CACHE|OLLAMA_\w+|AIRFLOW__\w+|MODEL_(?:ID|NAME|PATH))$/;
const ACCELERATOR = /^(?:nvidia|amd|intel|aws\.amazon)\.com\/\w*(?:gpu|neuron|tpu|xe)/i;

/** Whether what it works on decides how much memory a container takes. */
export function isHungry(container: Container): boolean {
  const limits = container.get(['resources', 'limits']);
  return (
    IMAGE.test(container.image.name) ||
    COMMAND.test(commandLine(container)) ||
    mapsIn(container.get(['env'])).some(({ name }) => VARIABLE.test(String(name))) ||
    (isMap(limits) && Object.keys(limits).some(name => ACCELERATOR.test(name)))
  );
}
