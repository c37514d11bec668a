// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

/**
 * A patient's build and position at the detector, beyond what every phantom varies.
 *
 * @param rotation millimetres by which what lies in front (sternum, heart, clavicles' inner ends)
 *     is shifted against the spine, to the patient's left where positive; 0 for a straight film
 * @param heartScale how wide the heart is shown: 1 for PA, up to 1.25 where AP magnifies it
 * @param clavicleRise millimetres by which the clavicles lie higher than on an upright film
 * @param scapulaShift millimetres by which the scapulae lie nearer to the middle than with arms
 *     rolled forward
 * @param softTissue factor on the attenuation of the trunk: about 0.8 for a slim, 1.5 for a stout
 *     patient
 * @param breasts attenuation of the breasts' shadows, 0 for none
 * @param gastricAir attenuation that air in the stomach takes away, 0 for none
 * @param curvature millimetres by which the spine bends to a side
 * @param lungStructure factor on the attenuation of the vessels in the lungs
 */
record Habitus(
    double rotation,
    double heartScale,
    double clavicleRise,
    double scapulaShift,
    double softTissue,
    double breasts,
    double gastricAir,
    double curvature,
    double lungStructure) {

  /** The same patient as ever: straight, upright, PA. */
  static final Habitus PLAIN = new Habitus(0, 1, 0, 0, 1, 0, 0, 0, 1);

  /** A patient of a clinic, standing (PA) or lying with arms beside (AP). */
  static Habitus of(Projection projection, SeededRandom chance) {
    boolean lying = projection == Projection.AP;
    return new Habitus(
        chance.normal(lying ? 9 : 4),
        lying ? chance.between(1.05, 1.25) : chance.between(0.9, 1.05),
        lying ? chance.between(4, 22) : chance.between(-4, 6),
        lying ? chance.between(12, 42) : chance.between(-4, 12),
        chance.between(0.8, 1.45),
        chance.happens(0.45) ? chance.between(0.06, 0.3) : 0,
        chance.happens(0.6) ? chance.between(0.15, 0.5) : 0,
        chance.normal(5),
        chance.between(0.7, 2));
  }
}
