"""What the contributor of ``pwc demo`` writes: the same submission with two kinds of slips, then mended.

The figure is BoolQ in the zero-shot setting, as Table 3 of the LLaMA paper (arXiv 2302.13971) quotes it.
"""

BRANCH = "add-chinchilla"
STEM = "chinchilla"

MENDED = """\
# yaml-language-server: $schema=../../../schema/submission.schema.json
paper:
  title: "Training Compute-Optimal Large Language Models"
  arxiv: "2203.15556"
  date: 2022-03-29
  tasks: [Language Modelling]
results:
  - task: Question Answering
    dataset: BoolQ
    model: Chinchilla 70B
    metrics: {Accuracy: 83.7}
    setting: zero-shot
"""

MISSPELLED = MENDED.replace("    model: Chinchilla", "    modle: Chinchilla")
WRONG = MENDED.replace("dataset: BoolQ", "dataset: BoolQA").replace("2022-03-29", "2022-13-29")
