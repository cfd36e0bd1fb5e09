"""ReportLab: a document record in, PDF bytes out; it reads nothing else."""
