{
  "targets": [
    {
      "target_name": "fingerprint",
      "sources": ["src/fingerprint.c"],
    },
  ],
}
