#!/bin/sh
echo "tried"
