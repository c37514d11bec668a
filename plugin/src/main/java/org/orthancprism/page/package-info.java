// SPDX-License-Identifier: GPL-3.0-or-later
/** The page that people see, as files to be served; its scripts are among the resources. */
package org.orthancprism.page;
