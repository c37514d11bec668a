// SPDX-License-Identifier: GPL-3.0-or-later
/** Models that an audit asks what films show: weights, ONNX files, and services behind HTTP. */
package org.orthancprism.command.model;
